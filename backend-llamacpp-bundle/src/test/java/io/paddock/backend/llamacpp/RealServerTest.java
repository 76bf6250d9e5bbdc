// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.Support;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.testmodel.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans of this backend carried out with a real llama-server: what its endpoints answer. */
class RealServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONG = Duration.ofSeconds(5);
    private static final String QUESTION =
            "\"messages\":[{\"role\":\"user\",\"content\":\"What is Paddock?\"}],\"temperature\":0,\"max_tokens\":60";

    private final List<LlamaCppBackend> backends = new ArrayList<>();

    @BeforeAll
    static void server() {
        RealServer.need();
    }

    @AfterEach
    void close() {
        backends.forEach(LlamaCppBackend::close);
    }

    private StartupPlan plan(Path model, Map<String, Object> options) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "engine",
                "llama-server",
                "binary_path",
                RealServer.need().toString(),
                "models_folder",
                "none",
                "model_files",
                new String[] {model.toString()}));
        LlamaCppBackend backend = new LlamaCppBackend(
                "1.0.0",
                Settings.of(Configs.with(config), Path.of("none"), null),
                new WorkerFiles(new ServerContractTest.NoEngine(), Map.of()),
                Searches.none());
        backends.add(backend);
        String id = model.getFileName().toString().replace(".gguf", "");
        return backend.plan(new InstanceSpec("llamacpp", id, null, null, options));
    }

    private RunningServer start(Path model, Map<String, Object> options) throws Exception {
        return RunningServer.start(plan(model, options), RunningServer.freePort());
    }

    @Test
    void the_bundled_model_chats_with_usage_and_stops_by_itself() throws Exception {
        try (RunningServer server = start(RealServer.bundledModel(), Map.of())) {
            Probe.Ready ready = server.ready();
            JsonNode answer = RunningServer.post(ready, "/chat/completions", "{" + QUESTION + "}");

            assertTrue(answer.at("/choices/0/message/content").asText().contains("runtime"), answer.toString());
            assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
            assertEquals("paddock-demo", answer.path("model").asText());
            assertEquals(
                    answer.at("/usage/total_tokens").asInt(),
                    answer.at("/usage/prompt_tokens").asInt()
                            + answer.at("/usage/completion_tokens").asInt());
            assertTrue(String.valueOf(ready.metadata().get("engine")).startsWith("llama-server "));
            assertEquals(HealthStatus.HEALTHY, server.driver().check(LONG).status());
        }
    }

    @Test
    void a_stream_has_the_same_text_as_the_whole_answer_and_ends_well() throws Exception {
        try (RunningServer server = start(RealServer.bundledModel(), Map.of())) {
            Probe.Ready ready = server.ready();
            String whole = RunningServer.post(ready, "/chat/completions", "{" + QUESTION + "}")
                    .at("/choices/0/message/content")
                    .asText();
            String events = RunningServer.send(ready, "/chat/completions", "{\"stream\":true," + QUESTION + "}")
                    .body();

            StringBuilder text = new StringBuilder();
            int pieces = 0;
            for (String line : events.split("\\R", -1)) {
                if (line.startsWith("data: {")) {
                    text.append(JSON.readTree(line.substring(6))
                            .at("/choices/0/delta/content")
                            .asText(""));
                    pieces++;
                }
            }
            assertEquals(whole, text.toString().replace("null", ""));
            assertTrue(pieces > 5, events);
            assertTrue(events.strip().endsWith("data: [DONE]"), events);
        }
    }

    @Test
    void a_schema_is_kept_and_a_stop_word_stops() throws Exception {
        try (RunningServer server = start(RealServer.bundledModel(), Map.of())) {
            Probe.Ready ready = server.ready();
            assertEquals(Support.YES, ready.capabilities().get(Capability.JSON_SCHEMA));
            String schema = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":"
                    + "{\"type\":\"array\",\"items\":{\"enum\":[\"x\"]},\"minItems\":2,\"maxItems\":2}}}";

            String said = RunningServer.post(
                            ready,
                            "/chat/completions",
                            "{\"seed\":7,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":400,"
                                    + schema + "}")
                    .at("/choices/0/message/content")
                    .asText();
            JsonNode stopped =
                    RunningServer.post(ready, "/chat/completions", "{\"stop\":[\"runtime\"]," + QUESTION + "}");

            assertTrue(said.strip().matches("\\[\\s*(\"x\"\\s*(,\\s*\"x\"\\s*\\]?)?)?"), said);
            assertFalse(stopped.at("/choices/0/message/content").asText().contains("runtime"), stopped.toString());
            assertEquals("stop", stopped.at("/choices/0/finish_reason").asText());
        }
    }

    @Test
    void embeddings_are_served_beside_text_or_not_at_all_as_it_was_said() throws Exception {
        try (RunningServer server = start(RealServer.bundledModel(), Map.of("embeddings", true))) {
            Probe.Ready ready = server.ready();
            JsonNode answer = RunningServer.post(ready, "/embeddings", "{\"input\":[\"one\",\"two\"]}");

            assertEquals(Support.YES, ready.capabilities().get(Capability.EMBEDDINGS));
            assertEquals(2, answer.path("data").size());
            assertEquals(160, answer.at("/data/0/embedding").size());
            assertNotEquals(answer.at("/data/0/embedding"), answer.at("/data/1/embedding"));
        }
        try (RunningServer server = start(RealServer.bundledModel(), Map.of("embeddings", false))) {
            Probe.Ready ready = server.ready();

            assertFalse(ready.capabilities().containsKey(Capability.EMBEDDINGS));
            assertEquals(
                    501,
                    RunningServer.send(ready, "/embeddings", "{\"input\":\"one\"}")
                            .statusCode());
        }
    }

    @Test
    void documents_are_ordered_where_that_is_asked_for() throws Exception {
        try (RunningServer server = start(RealServer.bundledModel(), Map.of("pooling", "rank"))) {
            Probe.Ready ready = server.ready();
            JsonNode results = RunningServer.post(
                            ready, "/rerank", "{\"query\":\"a cat\",\"documents\":[\"a dog\",\"two cats\",\"rain\"]}")
                    .path("results");

            assertEquals(Support.YES, ready.capabilities().get(Capability.RERANK));
            assertEquals(
                    Set.of(0, 1, 2),
                    Set.copyOf(results.findValues("index").stream()
                            .map(JsonNode::asInt)
                            .toList()));
            results.forEach(one -> assertTrue(one.path("relevance_score").isNumber(), one.toString()));
            assertFalse(ready.capabilities().containsKey(Capability.STREAMING));
        }
    }

    @Test
    void tools_are_promised_only_where_the_template_has_them() throws Exception {
        try (RunningServer server = start(RealServer.bundledModel(), Map.of())) {
            assertEquals(Support.NO, server.ready().capabilities().get(Capability.TOOL_CALLING));
        }
        Path withTools = folderWithToolModel();
        try (RunningServer server = start(withTools, Map.of())) {
            Probe.Ready ready = server.ready();
            assertEquals(Support.YES, ready.capabilities().get(Capability.TOOL_CALLING));
            String call =
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":4,\"tools\":[{\"type\":"
                            + "\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]}";
            assertEquals(
                    200, RunningServer.send(ready, "/chat/completions", call).statusCode());
        } finally {
            Files.delete(withTools);
        }
    }

    /** A random model whose template speaks of tools. */
    private static Path folderWithToolModel() throws Exception {
        Path file = Files.createTempFile("tools", ".gguf");
        String template = "{%- if tools %}{%- for tool in tools %}{{ tool | tojson }}{% endfor %}{% endif %}"
                + "{%- for message in messages %}<|im_start|>{{ message.role }}\n{%- if message.tool_calls %}"
                + "{%- for call in message.tool_calls %}<tool_call>{\"name\": \"{{ call.function.name }}\", \"arguments\": "
                + "{{ call.function.arguments | tojson }}}</tool_call>{% endfor %}{% else %}{{ message.content }}{% endif %}"
                + "<|im_end|>\n{%- endfor %}{%- if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";
        TinyModel.withTemplate(template).write(file);
        return file;
    }

    @Test
    void gemma_knows_a_capital_and_makes_embeddings() throws Exception {
        try (RunningServer server = start(RealServer.gemma(), Map.of("ctx_size", 512, "parallel", 2))) {
            Probe.Ready ready = server.ready();
            assertEquals(512, ready.metadata().get("context_length"));

            JsonNode answer = RunningServer.post(
                    ready,
                    "/completions",
                    "{\"prompt\":\"The capital of Germany is Berlin. The capital of France is\",\"max_tokens\":8,"
                            + "\"temperature\":0}");

            assertTrue(answer.at("/choices/0/text").asText().contains("Paris"), answer.toString());
            assertEquals(8, answer.at("/usage/completion_tokens").asInt());
            assertEquals(
                    640,
                    RunningServer.post(ready, "/embeddings", "{\"input\":\"hello\"}")
                            .at("/data/0/embedding")
                            .size());
        }
    }

    @Test
    void keys_come_from_environment_and_file_never_from_arguments() throws Exception {
        Path keys = Files.writeString(Files.createTempFile("keys", ".txt"), "# others\nfrom-the-file\n");
        AtomicReference<String> arguments = new AtomicReference<>("");
        try (RunningServer server =
                start(RealServer.bundledModel(), Map.of("api_prefix", "/llm", "api_key_file", keys.toString()))) {
            Probe.Ready ready = server.ready();
            server.process().info().arguments().ifPresent(words -> arguments.set(String.join(" ", words)));

            assertTrue(ready.baseUrl().toString().endsWith("/llm/v1"));
            assertFalse(arguments.get().contains(RunningServer.SECRET), arguments.get());
            assertEquals(200, withKey(ready, RunningServer.SECRET));
            assertEquals(200, withKey(ready, "from-the-file"));
            assertEquals(401, withKey(ready, "guess"));
        } finally {
            Files.delete(keys);
        }
    }

    private static int withKey(Probe.Ready ready, String key) throws Exception {
        Probe.Ready other = new Probe.Ready(
                ready.baseUrl(),
                Map.of("Authorization", "Bearer " + key),
                ready.protocol(),
                ready.healthRef(),
                Map.of(),
                Map.of());
        return RunningServer.send(other, "/chat/completions", "{" + QUESTION + "}")
                .statusCode();
    }
}
