// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {
    private final FakeModelServer server = FakeModelServer.start();
    private final HttpCalls calls = HttpCalls.open("test", null);

    @AfterEach
    void close() {
        calls.close();
        server.close();
    }

    @Test
    void an_answer_comes_with_status_and_json() {
        Answer answer = look(Mood.READY, 5000);
        assertTrue(answer.success());
        assertEquals("tiny", answer.json().at("/data/0/id").asText());
    }

    @Test
    void headers_are_sent() {
        CallHeaders headers = CallHeaders.of(Map.of("X-Team", "blue")).withBearer("k");
        calls.get(url(), headers, Deadline.in(Duration.ofSeconds(5)));
        assertEquals("blue", server.requests().get(0).headers().get("x-team"));
        assertEquals("Bearer k", server.requests().get(0).headers().get("authorization"));
    }

    @Test
    void a_refused_connection_is_said_in_words() {
        assertEquals("connection refused", look(Mood.REFUSE, 5000).trouble());
    }

    @Test
    void an_unknown_host_is_said_in_words() {
        Answer answer = calls.get(
                URI.create("http://no-such-host.invalid:1/"), CallHeaders.none(), Deadline.in(Duration.ofSeconds(10)));
        assertEquals("its host name is not known", answer.trouble());
    }

    @Test
    void plain_http_where_tls_was_expected_is_said_in_words() throws Exception {
        Thread answering;
        try (ServerSocket plain = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            answering = new Thread(() -> answerInPlainText(plain), "plain-text");
            answering.start();
            URI tls = URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/v1/models");
            Answer answer = calls.get(tls, CallHeaders.none(), Deadline.in(Duration.ofSeconds(10)));
            assertTrue(answer.trouble().contains("TLS"), answer::trouble);
        }
        answering.join(5000);
        assertFalse(answering.isAlive());
    }

    /** Every connection, until closed: the JDK's client may try a second time when the first breaks early. */
    private static void answerInPlainText(ServerSocket server) {
        while (true) {
            try (Socket client = server.accept()) {
                client.setSoTimeout(1000);
                byte[] hello = new byte[4096];
                assertTrue(client.getInputStream().read(hello) > 0);
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().flush();
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    @Test
    void silence_and_a_body_without_end_cost_the_deadline_only() {
        for (Mood mood : new Mood[] {Mood.HANG, Mood.SLOW_BODY}) {
            Answer answer = assertTimeoutPreemptively(Duration.ofSeconds(3), () -> look(mood, 300));
            assertFalse(answer.came(), () -> "in mood " + mood);
            assertTrue(answer.trouble().contains("no answer within"), answer::trouble);
        }
    }

    @Test
    void a_body_over_the_limit_is_given_up() {
        Answer answer = look(Mood.BIG_BODY, 10_000);
        assertFalse(answer.came());
        assertTrue(answer.trouble().contains("more than 1048576 bytes"), answer::trouble);
    }

    @Test
    void a_passed_deadline_calls_nobody() {
        assertFalse(look(Mood.READY, 0).came());
        assertEquals(0, server.requestCount());
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays_set() {
        server.mood(Mood.HANG);
        Thread.currentThread().interrupt();
        Answer answer = calls.get(url(), CallHeaders.none(), Deadline.in(Duration.ofSeconds(10)));
        assertTrue(Thread.interrupted());
        assertEquals("the look was interrupted", answer.trouble());
    }

    @Test
    void an_answer_may_come_line_by_line() {
        server.says("/lines", mood -> "{\"a\":1}\n\n{\"a\":2}\nnonsense\n{\"a\":3}");
        List<JsonNode> lines = new CopyOnWriteArrayList<>();
        Answer end = ended(calls.lines(
                URI.create(server.url() + "/lines"),
                CallHeaders.none(),
                JsonNodeFactory.instance.objectNode(),
                lines::add));
        assertEquals(200, end.status());
        assertEquals(3, end.json().path("a").asInt());
        assertEquals(
                List.of(1, 2, 0, 3),
                lines.stream().map(line -> line.path("a").asInt()).toList());
    }

    @Test
    void a_line_without_end_is_not_taken_in_and_no_answer_is_said_in_words() {
        server.mood(Mood.BIG_BODY);
        assertTrue(ended(lines()).trouble().contains("a line of more than 65536 bytes"));
        server.mood(Mood.REFUSE);
        assertEquals("connection refused", ended(lines()).trouble());
    }

    @Test
    void lines_can_be_broken_off() {
        server.mood(Mood.HANG);
        LineCall call = lines();
        assertNull(call.answer());
        call.cancel();
        assertFalse(ended(call).came());
    }

    private LineCall lines() {
        return calls.lines(url(), CallHeaders.none(), JsonNodeFactory.instance.objectNode(), line -> {});
    }

    private static Answer ended(LineCall call) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (call.answer() == null) {
            assertTrue(System.nanoTime() < deadline, "no end");
            LockSupport.parkNanos(1_000_000);
        }
        return call.answer();
    }

    private Answer look(Mood mood, long millis) {
        server.mood(mood);
        return calls.get(url(), CallHeaders.none(), Deadline.in(Duration.ofMillis(millis)));
    }

    private URI url() {
        return URI.create(server.url() + "/v1/models");
    }
}
