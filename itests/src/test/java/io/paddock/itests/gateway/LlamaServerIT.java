// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.GemmaModel;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.LlamaServer;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import io.paddock.testmodel.TinyModel;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models served by a real llama-server, through resolution and gateway. */
class LlamaServerIT {
    private static final String MODEL = "paddock-demo";
    /** A random model with one token per byte: how many tokens a prompt has says how long its template made it. */
    private static final String WITH_TOOLS = "with-tools";

    private static final String SPEAKS_OF_TOOLS =
            "{%- if tools %}{%- for tool in tools %}{{ tool | tojson }}{% endfor %}{% endif %}"
                    + "{%- for message in messages %}<|im_start|>{{ message.role }}\n{%- if message.tool_calls %}"
                    + "{%- for call in message.tool_calls %}<tool_call>{\"name\": \"{{ call.function.name }}\","
                    + " \"arguments\": {{ call.function.arguments | tojson }}}</tool_call>{% endfor %}"
                    + "{% else %}{{ message.content }}{% endif %}<|im_end|>\n{%- endfor %}"
                    + "{%- if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

    private static Paddock paddock;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "LLAMA_CPP_DIR",
                Requirement.need(LlamaServer.folder(), LlamaServer.reason()).toString());
        GemmaModel.file().ifPresent(file -> environment.put("PADDOCK_MODEL_FILES", file.toString()));
        paddock = Paddock.unpacked("llama-server", Jdk.running(), environment);
        TinyModel.withTemplate(SPEAKS_OF_TOOLS).write(paddock.home().resolve("models/" + WITH_TOOLS + ".gguf"));
        Finished start = paddock.launcher("start");
        assertEquals(0, start.exit(), start.output());
    }

    @AfterAll
    static void stop() throws Exception {
        if (paddock != null) {
            paddock.close();
        }
    }

    private static Answer ensure(String model) throws Exception {
        Answer ensured = paddock.post("/api/v1/endpoints", EnsureBody.forModel(model));
        assertEquals(201, ensured.status(), ensured.body());
        return ensured;
    }

    private static String chat(boolean stream, String more) {
        return "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is Paddock?\"}],"
                + "\"temperature\":0,\"max_tokens\":60,\"stream\":" + stream + more + "}";
    }

    @Test
    void auto_takes_it_and_the_endpoint_says_which_build() throws Exception {
        Answer ensured = ensure(MODEL);

        assertTrue(ensured.text("/endpoint/metadata/engine").startsWith("llama-server "), ensured.body());
        assertEquals(
                "spawned",
                paddock.get("/api/v1/instances/" + ensured.text("/instance_id")).text("/startup_kind"));
    }

    @Test
    void chat_streams_and_a_schema_and_embeddings_go_through_the_gateway() throws Exception {
        Answer whole = paddock.post("/v1/chat/completions", chat(false, ""));
        assertEquals(200, whole.status(), whole.body());
        Sse stream = Sse.post(paddock, "/v1/chat/completions", chat(true, ""));
        Answer formed = paddock.post(
                "/v1/chat/completions",
                chat(
                        false,
                        ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":"
                                + "{\"enum\":[\"yes\"]}}}"));
        Answer embedded = paddock.post("/v1/embeddings", "{\"model\":\"" + MODEL + "\",\"input\":\"one\"}");

        assertEquals(whole.text("/choices/0/message/content"), stream.text().replace("null", ""));
        assertTrue(stream.done(), stream.toString());
        assertEquals("stop", stream.finishReason());
        assertEquals("\"yes\"", formed.text("/choices/0/message/content").strip(), formed.body());
        assertTrue(embedded.json().at("/data/0/embedding").size() > 0, embedded.body());
    }

    private static int promptTokens(String messages, String tools) throws Exception {
        Answer answer = paddock.post(
                "/v1/chat/completions",
                "{\"model\":\"" + WITH_TOOLS + "\",\"max_tokens\":2,\"messages\":[" + messages + "]" + tools + "}");
        assertEquals(200, answer.status(), answer.body());
        return answer.json().at("/usage/prompt_tokens").asInt();
    }

    private static String tool(String name) {
        return ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"" + name
                + "\",\"parameters\":{\"type\":\"object\"}}}]";
    }

    private static String turnOfTool(String said) {
        return ",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\","
                + "\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"" + said + "\"}";
    }

    @Test
    void tools_and_what_they_said_reach_the_model() throws Exception {
        Answer ensured = ensure(WITH_TOOLS);
        assertTrue(ensured.json().at("/endpoint/capabilities/tool_calling").asBoolean(), ensured.body());

        String question = "{\"role\":\"user\",\"content\":\"hi\"}";
        int plain = promptTokens(question, "");
        int offered = promptTokens(question, tool("weather"));
        int said = promptTokens(question + turnOfTool("sunny"), tool("weather"));

        assertTrue(offered >= plain + "{\"name\":\"weather\"}".length(), plain + ", with a tool " + offered);
        assertEquals(offered + "_in_paris".length(), promptTokens(question, tool("weather_in_paris")));
        assertTrue(said >= offered + "weathersunny".length(), offered + ", with its turn " + said);
        assertEquals(
                said + " and warm".length(), promptTokens(question + turnOfTool("sunny and warm"), tool("weather")));
    }

    @Test
    void who_needs_tools_is_not_given_a_model_without_them() throws Exception {
        Answer ensured = ensure(MODEL);
        assertEquals("false", ensured.text("/endpoint/capabilities/tool_calling"), ensured.body());

        Answer refused = paddock.post(
                "/api/v1/endpoints",
                EnsureBody.forModel(MODEL)
                        .replaceFirst(
                                "}}$",
                                "}, \"consumer\": {\"consumer\": \"me\", \"required_capabilities\": {\"tool_calling\": true}}}"));

        assertEquals(409, refused.status(), refused.body());
        assertEquals("incompatible", refused.text("/code"), refused.body());
        assertEquals("missing_capability", refused.text("/compatibility/reason"), refused.body());
        assertTrue(refused.text("/detail").contains("tool_calling: wanted true, offered "), refused.body());
    }

    @Test
    void gemma_knows_a_capital() throws Exception {
        Requirement.need(GemmaModel.file(), GemmaModel.reason());

        Answer answer = paddock.post(
                "/v1/completions",
                "{\"model\":\"" + GemmaModel.ID
                        + "\",\"prompt\":\"The capital of Germany is Berlin. The capital of France"
                        + " is\",\"max_tokens\":8,\"temperature\":0}");

        assertTrue(answer.text("/choices/0/text").contains("Paris"), answer.body());
        assertEquals(8, answer.json().at("/usage/completion_tokens").asInt(), answer.body());
    }

    @Test
    void its_key_is_in_no_list_no_log_and_no_command_line() throws Exception {
        Answer ensured = ensure(MODEL);
        String bearer = ensured.text("/endpoint/headers/Authorization").replace("Bearer ", "");
        long pid = paddock.get("/api/v1/instances/" + ensured.text("/instance_id"))
                .json()
                .at("/pid")
                .asLong();
        String arguments = ProcessHandle.of(pid)
                .flatMap(process -> process.info().commandLine())
                .orElse("");

        assertTrue(bearer.length() >= 32, ensured.body());
        assertTrue(arguments.contains("--alias"), arguments);
        assertFalse(arguments.contains(bearer));
        assertFalse(paddock.get("/api/v1/instances").body().contains(bearer));
        assertFalse(
                Files.readString(paddock.home().resolve("data/log/paddock.log")).contains(bearer));
    }

    private static Answer log(String instance, String query) throws Exception {
        Answer log = paddock.send(HttpRequest.newBuilder(paddock.uri("/api/v1/instances/" + instance + "/logs" + query))
                .header("Authorization", "Bearer " + paddock.adminToken()));
        assertEquals(200, log.status(), log.body());
        return log;
    }

    @Test
    void what_it_writes_is_read_and_followed_over_rest_and_console() throws Exception {
        String instance = ensure(MODEL).text("/instance_id");
        assertEquals(401, paddock.get("/api/v1/instances/" + instance + "/logs").status());

        Answer first = log(instance, "?tail=200");
        assertTrue(first.json().at("/items").size() >= 3, first.body());
        assertFalse(first.json().at("/ended").asBoolean(), first.body());
        assertEquals(200, paddock.post("/v1/chat/completions", chat(false, "")).status());
        long from = first.json().at("/next").asLong();
        Answer next = log(instance, "?wait_ms=30000&after=" + from);
        assertTrue(next.json().at("/items").size() > 0, next.body());
        assertEquals(
                from + next.json().at("/items").size(), next.json().at("/next").asLong(), next.body());

        Finished shown = paddock.launcher("exec", "paddock:logs " + instance + " --tail 3");
        assertEquals(0, shown.exit(), shown.output());
        List<String> lines = shown.output().lines().toList();
        Set<String> written = new HashSet<>();
        log(instance, "?tail=200")
                .json()
                .at("/items")
                .forEach(line -> written.add(
                        line.at("/stream").asText() + "  " + line.at("/text").asText()));
        assertEquals(3, lines.size(), shown.output());
        assertTrue(written.containsAll(lines), shown.output());
    }

    @Test
    void killed_under_a_lease_it_comes_back_on_another_process() throws Exception {
        Answer first = ensure(MODEL);
        long pid = paddock.get("/api/v1/instances/" + first.text("/instance_id"))
                .json()
                .at("/pid")
                .asLong();

        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());

        Eventually.holds(
                "a chat after the crash",
                () -> paddock.post("/v1/chat/completions", chat(false, "")).status() == 200);
        Answer second = ensure(MODEL);
        assertNotEquals(
                pid,
                paddock.get("/api/v1/instances/" + second.text("/instance_id"))
                        .json()
                        .at("/pid")
                        .asLong());
    }
}
