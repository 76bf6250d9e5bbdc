// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EchoRoutesTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setExecutor(threads);
        serve("echo");
        server.start();
    }

    private void serve(String model) {
        server.createContext("/", new EchoRoutes(model, Duration.ofMillis(1), "k3y", "pr00f"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void it_answers_with_the_words_of_the_last_message() throws Exception {
        String answer = chat("", """
                [{"role":"system","content":"be brief"},
                 {"role":"user","content":[{"type":"text","text":" Grüß  Gott, 世界 🌍 "}]}]""").body();
        assertTrue(answer.contains("\"content\":\"Grüß  Gott, 世界 🌍\""), answer);
        assertTrue(answer.contains("\"finish_reason\":\"stop\""), answer);
        assertTrue(
                answer.contains("\"usage\":{\"prompt_tokens\":6,\"completion_tokens\":4,\"total_tokens\":10}"), answer);
    }

    @Test
    void the_model_decides_how_it_is_said() throws Exception {
        server.removeContext("/");
        serve("echo-upper");
        String body = "{\"model\":\"echo-upper\",\"messages\":[{\"role\":\"user\",\"content\":\"one two\"}]}";
        String answer = post(body, "k3y").body();
        assertTrue(answer.contains("\"content\":\"ONE TWO\""), answer);
    }

    @Test
    void a_stream_has_a_piece_for_each_word_then_the_end_then_the_count() throws Exception {
        HttpResponse<String> answer = chat(
                "\"stream\":true,\"stream_options\":{\"include_usage\":true},",
                "[{\"role\":\"user\",\"content\":\"one two\"}]");
        assertEquals(
                "text/event-stream", answer.headers().firstValue("content-type").orElseThrow());
        String[] events = answer.body().split("\n\n", -1);
        assertEquals(6, events.length, answer.body());
        assertTrue(events[0].contains("\"content\":\"one\""), events[0]);
        assertTrue(events[1].contains("\"content\":\" two\""), events[1]);
        assertTrue(events[2].contains("\"finish_reason\":\"stop\""), events[2]);
        assertTrue(events[3].contains("\"completion_tokens\":2"), events[3]);
        assertEquals("data: [DONE]", events[4]);
    }

    @Test
    void fewer_words_are_said_when_the_request_allows_no_more() throws Exception {
        String answer = chat("\"max_tokens\":1,", "[{\"role\":\"user\",\"content\":\"one two\"}]")
                .body();
        assertTrue(answer.contains("\"content\":\"one\""), answer);
        assertTrue(answer.contains("\"finish_reason\":\"length\""), answer);
    }

    @Test
    void bad_requests_are_told_what_is_wrong() throws Exception {
        assertEquals(400, post("{", "k3y").statusCode());
        assertEquals(400, post("{\"model\":\"echo\"}", "k3y").statusCode());
        assertEquals(404, post("{\"model\":\"other\",\"messages\":[{}]}", "k3y").statusCode());
        assertEquals(413, post(" ".repeat((1 << 20) + 1), "k3y").statusCode());
        assertEquals(401, post("{}", "wrong").statusCode());
    }

    private HttpResponse<String> chat(String more, String messages) throws Exception {
        return post("{\"model\":\"echo\"," + more + "\"messages\":" + messages + "}", "k3y");
    }

    private HttpResponse<String> post(String body, String key) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/chat/completions");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
