// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.testmodel.Natives;
import io.paddock.testmodel.TinyModel;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real worker refuses, and that it lives on. */
class WorkerRefusalsTest {
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    static Path work;

    private static WorkerProcess worker;

    @BeforeAll
    static void start() throws Exception {
        Path natives = Natives.folder(work.resolve("native"));
        Path model = TinyModel.writer().write(work.resolve("tiny.gguf"));
        worker = WorkerProcess.start(work, natives, model, "--ctx-size", "512");
        worker.awaitHealth("ok");
    }

    @AfterAll
    static void stop() {
        if (worker != null) {
            worker.close();
        }
    }

    private static String user(String content, String more) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}]," + more + "}";
    }

    private static HttpResponse<String> refused(String path, String body, int status, String param) throws Exception {
        HttpResponse<String> response = worker.send(worker.post(path, body));
        assertEquals(status, response.statusCode(), response.body());
        JsonNode error = WorkerProcess.JSON.readTree(response.body()).path("error");
        assertEquals(param, error.path("param").asText(null), response.body());
        assertFalse(error.path("message").asText().isEmpty());
        return response;
    }

    @Test
    void a_prompt_that_does_not_fit_is_refused_with_both_numbers() throws Exception {
        HttpResponse<String> response = refused(CHAT, user("x".repeat(600), "\"max_tokens\":1"), 400, "messages");

        assertTrue(response.body().contains("context_length_exceeded"), response.body());
        assertTrue(response.body().contains("620") && response.body().contains("512"), response.body());
    }

    @Test
    void what_the_engine_cannot_do_is_refused_and_the_worker_lives_on() throws Exception {
        refused(CHAT, "{\"messages\":[]}", 400, "messages");
        refused(CHAT, "{}", 400, "messages");
        refused(CHAT, user("x", "\"n\":2"), 400, "n");
        refused(CHAT, user("x", "\"logprobs\":true"), 400, "logprobs");
        refused(CHAT, user("x", "\"tools\":[{\"type\":\"function\"}]"), 400, "tools");
        refused(CHAT, user("x", "\"grammar\":\"root ::= (((\""), 400, "grammar");
        refused(CHAT, user("x", "\"grammar\":\"root ::= root \\\"a\\\"\""), 400, "grammar");
        refused(CHAT, user("x", "\"temperature\":\"hot\""), 400, "temperature");
        refused(CHAT, user("x", "\"stop\":[\"\"]"), 400, "stop");
        refused(
                CHAT,
                user(
                        "x",
                        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"$ref\":\"#/nope\"}}}"),
                400,
                "response_format.json_schema.schema");
        refused(
                CHAT,
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]}",
                400,
                "messages[0].content[0]");
        refused(CHAT, "{\"messages\":[{\"role\":\"boss\",\"content\":\"x\"}]}", 400, "messages[0].role");
        refused("/v1/embeddings", "{\"input\":\"x\",\"dimensions\":3}", 400, "dimensions");
        refused("/v1/embeddings", "{\"input\":[]}", 400, "input");
        assertEquals(400, worker.send(worker.post(CHAT, "{\"messages\":")).statusCode());
        assertEquals(404, worker.send(worker.get("/v1/nothing")).statusCode());
        assertEquals(405, worker.send(worker.get(CHAT)).statusCode());
        worker.ask(CHAT, user("x", "\"max_tokens\":1"));
    }

    @Test
    void broken_surrogates_and_nul_characters_do_no_harm() throws Exception {
        worker.ask(CHAT, "{\"messages\":[{\"role\":\"user\",\"content\":\"a\\ud83d b\\u0000c\"}],\"max_tokens\":2}");
        worker.ask("/tokenize", "{\"content\":\"\\udc00\"}");
    }

    @Test
    void only_health_answers_without_the_key() throws Exception {
        HttpResponse<String> models =
                worker.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port + "/v1/models"))
                        .build());
        HttpResponse<String> health =
                worker.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port + "/health"))
                        .build());

        assertEquals(401, models.statusCode());
        assertEquals(200, health.statusCode());
        assertFalse(health.body().contains(WorkerProcess.SECRET));
        assertEquals("tiny", worker.ask("/tokenize", "{\"content\":\"a\"}").isEmpty() ? "" : model());
    }

    private static String model() throws Exception {
        return WorkerProcess.JSON
                .readTree(worker.send(worker.get("/v1/models")).body())
                .at("/data/0/id")
                .asText();
    }
}
