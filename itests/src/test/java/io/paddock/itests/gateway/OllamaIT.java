// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.GemmaModel;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.OllamaBuild;
import io.paddock.itests.support.OllamaDaemon;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real Ollama daemon, attached to without any configuration but {@code OLLAMA_HOST}. */
class OllamaIT {
    private static final String CHAT =
            "{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}"
                    + "<|im_start|>assistant\n";
    private static final String CHAT_WITH_TOOLS = "{{ if .Tools }}{{ .Tools }}{{ end }}" + CHAT;

    private static OllamaDaemon daemon;
    private static Paddock paddock;

    @BeforeAll
    static void start() throws Exception {
        daemon = OllamaDaemon.started(Requirement.need(OllamaBuild.program(), OllamaBuild.reason()));
        daemon.create("demo", demo(), CHAT);
        daemon.create("handy", demo(), CHAT_WITH_TOOLS);
        paddock = Paddock.started("ollama", Jdk.running(), Map.of("OLLAMA_HOST", daemon.host()));
        Eventually.holds("the models of the daemon", () -> listed().contains("demo:latest"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (paddock != null) {
            paddock.close();
        }
        if (daemon != null) {
            daemon.close();
        }
    }

    private static Path demo() {
        return Path.of(System.getProperty("paddock.project"), "tools/demo-model/paddock-demo.gguf");
    }

    private static List<String> listed() throws Exception {
        return paddock.get("/v1/models").json().path("data").findValuesAsText("id");
    }

    private static Answer ensure(String model) throws Exception {
        return paddock.post("/api/v1/endpoints", EnsureBody.forModel(model));
    }

    private static JsonNode instance(Answer ensured) throws Exception {
        return paddock.get("/api/v1/instances/" + ensured.text("/instance_id")).json();
    }

    private static void awaitState(Answer ensured, String health, String detail) throws Exception {
        Eventually.holds(health + " " + detail, () -> {
            JsonNode seen = instance(ensured);
            return seen.path("health_status").asText().equals(health)
                    && seen.path("detail").asText().contains(detail);
        });
    }

    private static String chat(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is Paddock?\"}],"
                + "\"temperature\":0,\"max_tokens\":60,\"stream\":" + stream + "}";
    }

    @Test
    void what_the_daemon_has_is_listed_until_it_is_removed() throws Exception {
        assertTrue(listed().containsAll(List.of("demo:latest", "handy:latest")), listed()::toString);

        daemon.create("passing", demo(), CHAT);
        Eventually.holds("the new model", () -> listed().contains("passing:latest"));
        daemon.delete("passing");
        Eventually.holds("its end", () -> !listed().contains("passing:latest"));
    }

    @Test
    void an_endpoint_is_resolved_and_chat_streams_through_the_gateway() throws Exception {
        Answer ensured = ensure("demo");

        assertEquals(201, ensured.status(), ensured.body());
        assertEquals(daemon.url() + "/v1", ensured.text("/endpoint/base_url"));
        assertEquals("demo:latest", ensured.text("/endpoint/model_identity"));
        assertEquals("externally_managed", ensured.text("/endpoint/management_mode"));
        assertEquals(daemon.url() + "/api/version", ensured.text("/endpoint/health_ref"));
        Answer direct = paddock.send(
                HttpRequest.newBuilder(URI.create(ensured.text("/endpoint/base_url") + "/chat/completions"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(chat(ensured.text("/endpoint/model_identity"), false))));
        Answer whole = paddock.post("/v1/chat/completions", chat("demo:latest", false));
        Sse stream = Sse.post(paddock, "/v1/chat/completions", chat("demo", true));

        String text = direct.text("/choices/0/message/content");
        assertTrue(text.contains("Paddock"), direct.body());
        assertEquals(text, whole.text("/choices/0/message/content"));
        assertEquals(text, stream.text());
        assertTrue(stream.done(), stream.toString());
    }

    @Test
    void cold_loaded_and_unloaded_are_seen_and_all_are_healthy() throws Exception {
        daemon.unload("handy");
        Eventually.holds("a cold model", () -> !daemon.loaded().contains("handy:latest"));
        Answer ensured = ensure("handy:latest");
        awaitState(ensured, "healthy", "cold");

        assertEquals(
                200,
                paddock.post("/v1/chat/completions", chat("handy:latest", false))
                        .status());
        awaitState(ensured, "healthy", "loaded");

        daemon.unload("handy");
        awaitState(ensured, "healthy", "cold");
    }

    @Test
    void compatibility_is_about_the_model() throws Exception {
        assertEquals("true/model", compatibility("handy", "tool_calling"));
        assertEquals("false/model", compatibility("demo", "tool_calling"));
        assertEquals("false/model", compatibility("demo", "vision"));
        assertEquals("true/model", compatibility("demo", "json_schema"));
        Answer formed = paddock.post(
                "/v1/chat/completions",
                chat("demo", false)
                        .replace(
                                "}],",
                                "}],\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\","
                                        + "\"schema\":{\"enum\":[\"yes\"]}}},"));
        assertEquals("\"yes\"", formed.text("/choices/0/message/content").strip(), formed.body());
        assertEquals("false/manifest", compatibility("demo", "rerank"));
        Answer absent = asked("absent", "tool_calling");
        assertTrue(absent.text("/metadata/model_facts").contains("'ollama pull absent:latest'"), absent.body());
        Answer embedding = paddock.post("/v1/embeddings", "{\"model\":\"demo\",\"input\":\"one\"}");
        assertEquals(409, embedding.status(), embedding.body());
    }

    private static String compatibility(String model, String capability) throws Exception {
        Answer answer = asked(model, capability);
        return answer.text("/compatible") + "/" + answer.text("/basis");
    }

    private static Answer asked(String model, String capability) throws Exception {
        return paddock.post(
                "/api/v1/compatibility",
                "{\"backend\":\"ollama\",\"model\":\"" + model + "\",\"consumer\":{\"consumer\":\"me\","
                        + "\"required_capabilities\":{\"" + capability + "\":true}}}");
    }

    @Test
    void a_missing_model_is_told_with_what_to_do() throws Exception {
        Answer ensured = paddock.post(
                "/api/v1/endpoints",
                "{\"wait_ms\":1000,\"request\":{\"target_preference\":{\"backend\":\"ollama\","
                        + "\"backend_options\":{\"model_identity\":\"absent\"}}}}");

        assertEquals(503, ensured.status(), ensured.body());
        assertTrue(ensured.text("/detail").contains("'ollama pull absent:latest'"), ensured.body());
    }

    @Test
    void a_stopped_instance_leaves_the_daemon_and_its_model_alone() throws Exception {
        Answer ensured = ensure("demo");
        assertEquals(
                200, paddock.post("/v1/chat/completions", chat("demo", false)).status());

        Answer stopped = paddock.send(
                HttpRequest.newBuilder(paddock.uri("/api/v1/instances/" + ensured.text("/instance_id") + "?force=true"))
                        .header("Authorization", "Bearer " + paddock.adminToken())
                        .DELETE());

        assertEquals(2, stopped.status() / 100, stopped.body());
        Eventually.holds(
                "the end of the instance",
                () -> !instance(ensured).path("lifecycle_status").asText().equals("ready"));
        assertTrue(daemon.answers());
        assertTrue(daemon.loaded().contains("demo:latest"), daemon.loaded()::toString);
    }

    @Test
    void a_daemon_killed_while_it_streams_is_unavailable_and_recovers_when_it_is_back() throws Exception {
        daemon.create("gemma", Requirement.need(GemmaModel.file(), GemmaModel.reason()), "{{ .Prompt }}");
        Eventually.holds("the new model", () -> listed().contains("gemma:latest"));
        Answer ensured = ensure("gemma");
        HttpResponse<Stream<String>> answer = Paddock.http()
                .send(
                        HttpRequest.newBuilder(paddock.uri("/v1/completions"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"model\":\"gemma\",\"prompt\":\"Once upon a time\","
                                        + "\"stream\":true,\"max_tokens\":2000,\"temperature\":0}"))
                                .build(),
                        BodyHandlers.ofLines());
        Iterator<String> lines = answer.body().iterator();
        while (!lines.next().startsWith("data: ")) {
            // what comes before it is no part of the answer
        }

        daemon.kill();

        assertFalse(rest(lines).contains("[DONE]"), "the stream ended as if nothing had happened");
        awaitState(ensured, "unavailable", "no Ollama daemon answers at " + daemon.url());
        Answer refused = paddock.post(
                "/api/v1/endpoints",
                "{\"wait_ms\":0,\"request\":{\"target_preference\":{\"backend\":\"ollama\","
                        + "\"backend_options\":{\"model_identity\":\"gemma\"}}}}");
        assertTrue(refused.status() >= 500 && refused.text("/code").endsWith("_unavailable"), refused.body());
        Answer unnamed = paddock.post("/v1/chat/completions", chat("gemma", false));
        assertTrue(unnamed.status() >= 500, "as if nobody had ever had the model: " + unnamed.body());

        daemon.start();

        awaitState(ensured, "healthy", "cold");
        Eventually.holds(
                "a chat after the return",
                () -> paddock.post("/v1/chat/completions", chat("demo", false)).status() == 200);
    }

    /** What still comes; a connection that breaks is an end too. */
    private static String rest(Iterator<String> lines) {
        StringBuilder text = new StringBuilder();
        try {
            lines.forEachRemaining(line -> text.append(line).append('\n'));
        } catch (java.io.UncheckedIOException e) {
            text.append("broken: ").append(e.getMessage());
        }
        return text.toString();
    }
}
