// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.Capability;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GatewayTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String STREAM = "{\"model\":\"tiny\",\"stream\":true}";

    @TempDir
    Path folder;

    private EdgeServer server;
    private FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder).maxRequests(40));
        upstream = new FakeUpstream();
        server.upstream(upstream);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void the_body_goes_on_unchanged_and_the_answer_comes_back_unchanged() throws Exception {
        upstream.script = exchange -> exchange.whole(200, "application/json", "{\"answer\": \"ü€😀\"}");
        String body = "{ \"messages\":[{\"content\":\"\\u00fc ü€😀\"}],\n\t\"model\" : \"tiny\",  \"x\":1e3}";
        RawClient.Reply reply = RawClient.post(
                server.port(), CHAT, body, "Authorization: Bearer sk-client", "Cookie: a=b", "X-Request-Id: t-1");
        assertEquals(200, reply.status());
        assertEquals("{\"answer\": \"ü€😀\"}", reply.body());
        assertEquals("application/json", reply.header("content-type"));
        FakeUpstream.Exchange seen = upstream.requests.get(0);
        assertEquals(body, seen.body());
        assertTrue(seen.head().startsWith("POST /v1/chat/completions HTTP/1.1\r\n"), seen.head());
        assertFalse(seen.head().contains("sk-client"), seen.head());
        assertFalse(seen.head().contains("a=b"), seen.head());
        assertTrue(seen.head().contains("X-Request-Id: t-1"), seen.head());
        Eventually.becomes("lease released", () -> server.kernel.released.equals(List.of("lease-0123456789-1")));
    }

    @Test
    void the_engine_s_headers_are_sent_to_it_and_not_to_the_client() throws Exception {
        server.kernel.headers.put("Authorization", "Bearer engine-key");
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, STREAM, "Authorization: Bearer sk-client");
        assertTrue(upstream.requests.get(0).head().contains("Authorization: Bearer engine-key"));
        assertFalse(reply.headers().toString().contains("engine-key"));
    }

    @Test
    void status_content_type_and_retry_after_are_the_engine_s() throws Exception {
        upstream.script = exchange -> exchange.send("HTTP/1.1 429 Busy\r\nContent-Type: application/problem+json\r\n"
                + "Retry-After: 7\r\nSet-Cookie: a=b\r\nServer: engine\r\nContent-Length: 2\r\n\r\n{}");
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, STREAM);
        assertEquals(429, reply.status());
        assertEquals("application/problem+json", reply.header("content-type"));
        assertEquals("7", reply.header("retry-after"));
        assertNull(reply.header("set-cookie"));
        assertEquals("{}", reply.body());
    }

    @Test
    void an_answer_without_a_body_is_an_answer() throws Exception {
        upstream.script = exchange -> exchange.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertEquals(204, RawClient.post(server.port(), CHAT, STREAM).status());
        upstream.script = exchange -> exchange.whole(200, "application/json", "");
        assertEquals("", RawClient.post(server.port(), CHAT, STREAM).body());
        Eventually.becomes("leases released", () -> server.kernel.released.size() == 2);
    }

    @Test
    void each_event_goes_out_before_the_next_is_made() throws Exception {
        Semaphore read = new Semaphore(0);
        upstream.script = exchange -> {
            exchange.startEvents();
            for (int i = 0; i < 50; i++) {
                exchange.chunk("data: " + i + "\n\n");
                acquire(read);
            }
            exchange.endChunks();
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, STREAM);
            assertEquals(200, client.status());
            assertEquals("text/event-stream", client.headers().get("content-type"));
            for (int i = 0; i < 50; i++) {
                assertEquals("data: " + i + "\n\n", client.chunk());
                read.release();
            }
            assertEquals("", client.chunk());
        }
    }

    @Test
    void sixteen_streams_at_once_are_complete_and_each_its_own() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            for (int i = 0; i < 200; i++) {
                exchange.chunk("data: " + i + " of " + exchange.body() + "\n\n");
            }
            exchange.endChunks();
        };
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int n = 0; n < 16; n++) {
            String body = body(n);
            answers.add(CompletableFuture.supplyAsync(() -> ask(body)));
        }
        for (int n = 0; n < 16; n++) {
            StringBuilder wanted = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                wanted.append("data: ").append(i).append(" of ").append(body(n)).append("\n\n");
            }
            assertEquals(wanted.toString(), answers.get(n).get(30, TimeUnit.SECONDS));
        }
        Eventually.becomes("leases released", () -> server.kernel.released.size() == 16);
    }

    @Test
    void a_slow_client_slows_the_engine_and_fills_no_memory() throws Exception {
        AtomicLong sent = new AtomicLong();
        long all = 256L << 20;
        upstream.script = exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " + all + "\r\n\r\n");
            byte[] block = new byte[64 << 10];
            while (sent.get() < all) {
                exchange.out().write(block);
                sent.addAndGet(block.length);
            }
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, STREAM);
            assertEquals(200, client.status());
            client.headers();
            AtomicLong last = new AtomicLong(-1);
            AtomicLong since = new AtomicLong();
            Eventually.becomes("engine held back", Duration.ofSeconds(20), () -> {
                if (last.getAndSet(sent.get()) != sent.get()) {
                    since.set(System.nanoTime());
                }
                return System.nanoTime() - since.get() > TimeUnit.MILLISECONDS.toNanos(700);
            });
            assertTrue(
                    sent.get() < 48 << 20,
                    sent.get() + " bytes were taken from the engine for a client that reads none");
            assertEquals(all, client.skip(all));
        }
        Eventually.becomes("lease released", () -> server.kernel.released.size() == 1);
    }

    @Test
    void each_route_asks_for_what_it_needs() throws Exception {
        RawClient.post(server.port(), CHAT, STREAM);
        RawClient.post(server.port(), "/v1/completions", "{\"model\":\"tiny\",\"stream\":null}");
        RawClient.post(server.port(), "/v1/embeddings", "{\"input\":\"x\",\"model\":\"tiny\"}");
        assertNeeds(0, Protocol.OPENAI_CHAT_COMPLETIONS, Map.of(Capability.STREAMING, Support.YES));
        assertNeeds(1, Protocol.OPENAI_COMPLETIONS, Map.of());
        assertNeeds(2, Protocol.OPENAI_EMBEDDINGS, Map.of(Capability.EMBEDDINGS, Support.YES));
        EnsureRequest asked = server.kernel.ensured.get(0);
        assertEquals("tiny", asked.request().modelPreference().id());
        assertEquals("gateway", asked.lease().ownerRef());
        assertNull(asked.lease().ttl());
        assertEquals(Duration.ofSeconds(10), asked.patience());
        assertTrue(upstream.requests.get(2).head().startsWith("POST /v1/embeddings "));
    }

    @Test
    void failures_of_the_kernel_are_openai_errors() throws Exception {
        server.kernel.ensuring = request -> FakeKernel.failed(ErrorCode.MODEL_NOT_FOUND, "no such model");
        assertError(RawClient.post(server.port(), CHAT, STREAM), 404, "model_not_found");
        server.kernel.ensuring = request -> CompletableFuture.failedFuture(
                new InferenceException(Problem.incompatible("no embeddings here", Samples.refuses())));
        assertError(RawClient.post(server.port(), "/v1/embeddings", STREAM), 409, "incompatible");
        server.kernel.ensuring = request -> FakeKernel.failed(ErrorCode.WAIT_EXPIRED, "not ready yet");
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, STREAM);
        assertError(reply, 503, "wait_expired");
        assertEquals("1", reply.header("retry-after"));
        assertEquals(List.of(), server.kernel.released);
    }

    @Test
    void one_request_too_many_is_refused_before_anything_starts() throws Exception {
        server.kernel.ensuring = request -> new CompletableFuture<>();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            RawClient client = new RawClient(server.port());
            clients.add(client);
            client.send("POST", CHAT, STREAM);
        }
        Eventually.becomes("all under way", () -> server.kernel.ensured.size() == 40);
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, STREAM);
        assertError(reply, 503, "at_capacity");
        assertEquals("1", reply.header("retry-after"));
        assertEquals(40, server.kernel.ensured.size());
        server.kernel.ensuring = server.kernel::grant;
        clients.get(0).close();
        Eventually.becomes("a place is free", () -> {
            try {
                return RawClient.post(server.port(), CHAT, STREAM).status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void closing_the_servlet_cuts_what_runs_and_gives_the_leases_back() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        upstream.script = exchange -> {
            exchange.startEvents();
            exchange.chunk("data: 1\n\n");
            exchange.awaitCut();
            cut.countDown();
        };
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CHAT, STREAM);
            client.status();
            client.headers();
            assertEquals("data: 1\n\n", client.chunk());
            server.servlet.deactivate();
            assertFalse(client.chunks(new ByteArrayOutputStream()));
            assertTrue(cut.await(5, TimeUnit.SECONDS));
            Eventually.becomes("lease released", () -> server.kernel.released.size() == 1);
        }
    }

    private void assertNeeds(int call, Protocol protocol, Map<Capability, Support> required) {
        EnsureRequest asked = server.kernel.ensured.get(call);
        assertEquals(List.of(protocol), asked.consumer().acceptedProtocols());
        assertEquals(required, asked.consumer().requiredCapabilities());
    }

    private static void assertError(RawClient.Reply reply, int status, String code) throws IOException {
        assertEquals(status, reply.status(), reply.body());
        assertEquals(
                code,
                new ObjectMapper().readTree(reply.body()).at("/error/code").textValue());
    }

    private static String body(int n) {
        return "{\"model\":\"tiny\",\"stream\":true,\"n\":" + n + "}";
    }

    private String ask(String body) {
        try {
            RawClient.Reply reply = RawClient.post(server.port(), CHAT, body);
            assertTrue(reply.whole());
            return reply.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void acquire(Semaphore semaphore) throws IOException {
        try {
            if (!semaphore.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new IOException("the client did not get the event");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
