// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UpstreamFailureTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String STREAM = "{\"model\":\"tiny\",\"stream\":true}";

    @TempDir
    Path folder;

    private EdgeServer server;
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder).silence(Duration.ofSeconds(2)));
        upstream = new FakeUpstream();
        server.upstream(upstream);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void an_engine_that_refuses_is_a_502() throws Exception {
        upstream.close();
        assertFailedWhole(RawClient.post(server.port(), CHAT, STREAM));
    }

    @Test
    void an_engine_that_hangs_up_without_a_word_is_tried_once_more_and_then_a_502() throws Exception {
        upstream.script = exchange -> {
            throw new IOException("crash");
        };
        assertFailedWhole(RawClient.post(server.port(), CHAT, STREAM));
        assertEquals(2, upstream.requests.size());
    }

    @Test
    void an_idle_connection_that_the_engine_closed_costs_nothing() throws Exception {
        upstream.script = exchange -> {
            exchange.whole(200, "application/json", "{}");
            if (upstream.requests.size() % 2 == 1) {
                exchange.socket().setSoLinger(true, 0);
                throw new IOException("closed while idle");
            }
        };
        for (int i = 0; i < 20; i++) {
            assertEquals(200, RawClient.post(server.port(), CHAT, STREAM).status());
        }
    }

    @Test
    void an_engine_that_dies_between_head_and_first_byte_is_a_502() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            throw new IOException("crash");
        };
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, STREAM);
        assertFailedWhole(reply);
        assertEquals("application/json", reply.header("content-type"));
    }

    @Test
    void a_stream_that_breaks_off_ends_with_an_error_event_and_a_cut() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            exchange.chunk("data: {\"n\":1}\n\ndata: {\"n\"");
            exchange.tick(50);
            throw new IOException("crash");
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, STREAM);
            assertEquals(200, client.status());
            client.headers();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            assertFalse(client.chunks(body), "the client must see a cut");
            String text = body.toString(StandardCharsets.UTF_8);
            assertTrue(text.startsWith("data: {\"n\":1}\n\ndata: {\"n\"\n\ndata: {\"error\":"), text);
            assertTrue(text.endsWith("\n\n") && text.contains("\"code\":\"upstream_failed\""), text);
            assertFalse(text.contains("[DONE]"));
        }
        assertReleasedOnce();
    }

    @Test
    void an_unstreamed_answer_that_breaks_off_is_cut() throws Exception {
        upstream.script = exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"half\":");
            exchange.tick(50);
            throw new IOException("crash");
        };
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, "{\"model\":\"tiny\"}");
        assertFalse(reply.whole());
        assertFalse(reply.body().contains("error"));
        assertReleasedOnce();
    }

    @Test
    void blanks_before_an_answer_are_kept_back_so_that_a_crash_is_still_a_502() throws Exception {
        upstream.script = exchange -> {
            startJson(exchange);
            exchange.chunk(" ");
            exchange.tick(50);
            exchange.chunk("\n ");
            exchange.tick(50);
            throw new IOException("crash");
        };
        assertFailedWhole(RawClient.post(server.port(), CHAT, "{\"model\":\"tiny\"}"));
    }

    @Test
    void an_answer_after_blanks_comes_whole() throws Exception {
        upstream.script = exchange -> {
            startJson(exchange);
            exchange.chunk(" ");
            exchange.tick(50);
            exchange.chunk("\r\n\t {\"a\":");
            exchange.tick(50);
            exchange.chunk("  1}");
            exchange.endChunks();
        };
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, "{\"model\":\"tiny\"}");
        assertTrue(reply.whole());
        assertEquals("{\"a\":  1}", reply.body());
        assertReleasedOnce();
    }

    private static void startJson(FakeUpstream.Exchange exchange) throws IOException {
        exchange.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @Test
    void an_engine_that_answers_garbage_is_a_502() throws Exception {
        upstream.script = exchange -> {
            exchange.send("220 smtp.example ESMTP\r\n\r\n");
            throw new IOException("done");
        };
        assertFailedWhole(RawClient.post(server.port(), CHAT, STREAM));
    }

    @Test
    void an_engine_that_stays_silent_too_long_is_given_up() throws Exception {
        upstream.script = FakeUpstream.Exchange::awaitCut;
        assertFailedWhole(RawClient.post(server.port(), CHAT, STREAM));
    }

    @Test
    void a_stream_that_stays_silent_too_long_ends_with_an_error() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            exchange.chunk("data: 1\n\n");
            exchange.awaitCut();
        };
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, STREAM);
        assertFalse(reply.whole());
        assertTrue(reply.body().contains("upstream_failed"), reply.body());
        assertReleasedOnce();
    }

    @Test
    void a_base_url_or_header_that_cannot_be_sent_is_an_error_without_details() throws Exception {
        server.kernel.baseUrl = URI.create("ftp://user-visible.example/v1");
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, STREAM);
        assertEquals(500, reply.status());
        assertFalse(reply.body().contains("ftp"), reply.body());
        assertReleasedOnce();
    }

    private void assertFailedWhole(RawClient.Reply reply) {
        assertEquals(502, reply.status(), reply.body());
        assertTrue(reply.whole());
        assertTrue(reply.body().contains("\"code\":\"upstream_failed\""), reply.body());
        assertReleasedOnce();
    }

    private void assertReleasedOnce() {
        Eventually.becomes("lease released", () -> server.kernel.unreleased().isEmpty());
        assertEquals(1, server.kernel.released.size());
    }
}
