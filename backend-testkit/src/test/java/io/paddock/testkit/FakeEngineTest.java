// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class FakeEngineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void sixty_four_streams_at_once_are_each_complete_and_their_own() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(20, 2, 50)))) {
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(HTTP.sendAsync(chat(engine, "r" + i, true), BodyHandlers.ofString()));
            }
            for (int i = 0; i < 64; i++) {
                String body = calls.get(i).get(10, TimeUnit.SECONDS).body();
                assertEquals(FakeEngine.expected("r" + i, 50), textOf(body));
                assertTrue(body.endsWith("data: [DONE]\n\n"), body);
            }
            EngineStats stats = engine.stats();
            assertEquals(new EngineStats(64, 64, 0, 0, 64 * 50, 0), stats);
        }
    }

    @Test
    void tokens_come_when_the_clock_says_so() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(100, 10, 21)))) {
            HTTP.send(get(engine, "/health"), BodyHandlers.ofString());
            long start = System.nanoTime();
            HttpResponse<InputStream> answer = HTTP.send(chat(engine, "a", true), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                assertTrue(body.read() == 'd');
                long first = System.nanoTime() - start;
                body.readAllBytes();
                long all = System.nanoTime() - start;
                assertTrue(first >= 100_000_000L, () -> "first token after " + first + " ns");
                assertTrue(all >= 300_000_000L, () -> "last token after " + all + " ns");
                assertTrue(all < 1_500_000_000L, () -> "last token after " + all + " ns");
            }
        }
    }

    @Test
    void an_answer_in_one_piece_has_text_usage_and_the_reason_of_its_end() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(1, 1, 5)))) {
            String limited = "{\"user\":\"q\",\"max_tokens\":3,\"messages\":[]}";
            JsonNode answer = JSON.readTree(post(engine, "/v1/chat/completions", limited));
            assertEquals("q:0 q:1 q:2 ", answer.at("/choices/0/message/content").asText());
            assertEquals("length", answer.at("/choices/0/finish_reason").asText());
            assertEquals(3, answer.at("/usage/completion_tokens").asInt());

            JsonNode text = JSON.readTree(post(engine, "/v1/completions", "{\"prompt\":\"word\"}"));
            assertEquals(
                    FakeEngine.expected("word", 5), text.at("/choices/0/text").asText());
            assertEquals("stop", text.at("/choices/0/finish_reason").asText());
        }
    }

    @Test
    void embeddings_are_stable_and_one_for_each_text() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(1, 1, 5)))) {
            JsonNode two = JSON.readTree(post(engine, "/v1/embeddings", "{\"input\":[\"a\",\"b\"]}"));
            JsonNode one = JSON.readTree(post(engine, "/v1/embeddings", "{\"input\":\"a\"}"));
            assertEquals(2, two.path("data").size());
            assertEquals(one.at("/data/0/embedding"), two.at("/data/0/embedding"));
            assertTrue(!two.at("/data/0/embedding").equals(two.at("/data/1/embedding")));
        }
    }

    @Test
    void a_client_that_leaves_ends_its_generation() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(1, 1000, 1000)))) {
            HttpResponse<InputStream> answer = HTTP.send(chat(engine, "a", true), BodyHandlers.ofInputStream());
            answer.body().read();
            answer.body().close();
            await(() -> engine.stats().cancelled() == 1 && engine.stats().active() == 0);
        }
    }

    @Test
    void a_chunked_request_on_a_kept_connection_is_understood() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(1, 0, 2)))) {
            for (int i = 0; i < 3; i++) {
                byte[] body = ("{\"prompt\":\"p" + i + "\",\"pad\":\"" + "x".repeat(100_000) + "\"}").getBytes(UTF_8);
                HttpRequest request = HttpRequest.newBuilder(engine.url().resolve("/v1/completions"))
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .build();
                String answer = HTTP.send(request, BodyHandlers.ofString()).body();
                assertEquals(
                        FakeEngine.expected("p" + i, 2),
                        JSON.readTree(answer).at("/choices/0/text").asText());
            }
        }
    }

    @Test
    void it_loads_wants_its_key_and_refuses_nonsense() throws Exception {
        EngineSettings loading = new EngineSettings(0, "m", TokenClock.ofMillis(1, 1, 1), 60_000, null);
        try (FakeEngine engine = FakeEngine.start(loading)) {
            assertEquals(503, status(get(engine, "/health")));
        }
        EngineSettings keyed =
                EngineSettings.parse(new String[] {"--tokens", "3"}, Map.of(FakeEngine.KEY_VARIABLE, "sesame"));
        try (FakeEngine engine = FakeEngine.start(keyed)) {
            assertEquals(200, status(get(engine, "/health")));
            assertEquals(401, status(get(engine, "/v1/models")));
            HttpRequest nonsense = HttpRequest.newBuilder(engine.url().resolve("/v1/completions"))
                    .header("Authorization", "Bearer sesame")
                    .POST(BodyPublishers.ofString("[]"))
                    .build();
            assertEquals(400, status(nonsense));
        }
        assertThrows(
                IllegalArgumentException.class, () -> EngineSettings.parse(new String[] {"--ports", "1"}, Map.of()));
    }

    private static int status(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, BodyHandlers.ofString()).statusCode();
    }

    private static HttpRequest get(FakeEngine engine, String path) {
        return HttpRequest.newBuilder(engine.url().resolve(path)).build();
    }

    private static String post(FakeEngine engine, String path, String body) throws IOException, InterruptedException {
        URI uri = engine.url().resolve(path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static HttpRequest chat(FakeEngine engine, String name, boolean stream) {
        String body = "{\"model\":\"fake\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                + name + "\"}]}";
        return HttpRequest.newBuilder(engine.url().resolve("/v1/chat/completions"))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String textOf(String events) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : events.split("\n", -1)) {
            if (line.startsWith("data: {")) {
                text.append(JSON.readTree(line.substring(6))
                        .at("/choices/0/delta/content")
                        .asText());
            }
        }
        return text.toString();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not within 5 s");
            Thread.onSpinWait();
        }
    }
}
