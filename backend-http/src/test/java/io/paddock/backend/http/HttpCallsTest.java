// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
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

    private Answer look(Mood mood, long millis) {
        server.mood(mood);
        return calls.get(url(), CallHeaders.none(), Deadline.in(Duration.ofMillis(millis)));
    }

    private URI url() {
        return URI.create(server.url() + "/v1/models");
    }
}
