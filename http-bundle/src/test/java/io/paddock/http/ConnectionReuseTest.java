// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking out for a client that leaves must not disturb one that stays. */
@Timeout(120)
class ConnectionReuseTest {
    private static final String CHAT = "/v1/chat/completions";

    @TempDir
    Path folder;

    private EdgeServer server;
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        upstream = new FakeUpstream();
        server.upstream(upstream);
        upstream.script = exchange -> {
            if (exchange.body().contains("\"stream\":true")) {
                exchange.startEvents();
                exchange.chunk("data: " + exchange.body() + "\n\n");
                exchange.endChunks();
            } else {
                exchange.whole(200, "application/json", exchange.body());
            }
        };
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void a_thousand_requests_go_over_one_connection() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 1000; i++) {
                boolean stream = i % 2 == 0;
                String body = body(stream, i);
                client.send("POST", CHAT, body);
                RawClient.Reply reply = client.reply();
                assertEquals(200, reply.status());
                assertEquals(stream ? "data: " + body + "\n\n" : body, reply.body());
            }
        }
        Eventually.becomes("all leases back", () -> server.kernel.released.size() == 1000);
        assertTrue(upstream.connections.get() < 10, "engine connections are reused: " + upstream.connections);
    }

    @Test
    void requests_sent_ahead_are_answered_in_order() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; i < 20; i++) {
                client.send("POST", CHAT, body(i % 2 == 0, i));
            }
            for (int i = 0; i < 20; i++) {
                assertTrue(client.reply().body().contains("\"n\":" + i + ","), "answer " + i);
            }
        }
    }

    @Test
    void a_request_sent_ahead_while_the_engine_is_silent_is_not_lost() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        upstream.script = exchange -> {
            if (exchange.body().contains("\"n\":1,")) {
                silent.countDown();
                await(goOn);
            }
            exchange.whole(200, "application/json", exchange.body());
        };
        String large = "{\"model\":\"tiny\",\"n\":2,\"pad\":\"" + "x".repeat(100_000) + "\"}";
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, body(false, 1));
            assertTrue(silent.await(5, TimeUnit.SECONDS));
            client.send("POST", CHAT, large);
            client.send("POST", CHAT, body(true, 3));
            goOn.countDown();
            assertEquals(body(false, 1), client.reply().body());
            assertEquals(large, client.reply().body());
            assertEquals(body(true, 3), client.reply().body());
        }
    }

    @Test
    void other_routes_work_on_the_same_connection() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, body(true, 1));
            assertTrue(client.reply().whole());
            client.send("GET", "/healthz", null);
            assertEquals(200, client.reply().status());
            client.send("POST", CHAT, body(false, 2));
            assertEquals(200, client.reply().status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "Content-Type: text/plain"})
    void a_request_that_is_refused_before_its_body_came_leaves_the_connection_whole(String header) throws Exception {
        String body = body(false, 1);
        try (RawClient client = new RawClient(server.port())) {
            client.write("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\nContent-Length: "
                    + body.length() + "\r\n\r\n");
            client.socket.setSoTimeout(300);
            assertThrows(SocketTimeoutException.class, client::status, "it waits for the body");
            client.socket.setSoTimeout(20_000);
            client.write(body);
            assertEquals(4, client.reply().status() / 100);
            client.send("POST", CHAT, body);
            assertEquals(200, client.reply().status());
        }
    }

    @Test
    void a_connection_that_the_client_wants_closed_is_closed_after_the_whole_answer() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, body(true, 1), "Connection: close");
            assertTrue(client.reply().whole());
            assertEquals(-1, client.socket.getInputStream().read());
        }
    }

    @Test
    void a_client_with_a_version_1_0_gets_the_answer() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            String body = body(false, 1);
            client.write("POST " + CHAT + " HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            assertEquals(body, client.reply().body());
        }
    }

    @Test
    void a_cut_stream_is_seen_as_cut() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            exchange.chunk("data: 1\n\n");
            throw new java.io.IOException("crash");
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, body(true, 1));
            assertEquals(200, client.status());
            client.headers();
            assertFalse(client.chunks(new ByteArrayOutputStream()));
        }
    }

    private static String body(boolean stream, int n) {
        return "{\"model\":\"tiny\",\"stream\":" + stream + ",\"n\":" + n + ",\"z\":1}";
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
