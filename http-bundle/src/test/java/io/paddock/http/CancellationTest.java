// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CancellationTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String STREAM = "{\"model\":\"tiny\",\"stream\":true}";
    private static final String WHOLE = "{\"model\":\"tiny\"}";

    @TempDir
    Path folder;

    private EdgeServer server;
    private FakeUpstream upstream;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch cut = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        upstream = new FakeUpstream();
        server.upstream(upstream);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        upstream.close();
    }

    @Test
    void a_client_that_leaves_while_bytes_flow_cuts_the_engine_within_100_ms() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            reached.countDown();
            try {
                while (true) {
                    exchange.chunk("data: {}\n\n");
                    exchange.tick(5);
                }
            } catch (IOException e) {
                cut.countDown();
            }
        };
        assertCut(STREAM, 100);
    }

    @Test
    void a_client_that_leaves_a_silent_stream_cuts_the_engine() throws Exception {
        upstream.script = exchange -> {
            exchange.startEvents();
            exchange.chunk("data: {}\n\n");
            silent(exchange);
        };
        assertCut(STREAM, 1_000);
    }

    @Test
    void a_client_that_leaves_before_the_engine_answers_cuts_it() throws Exception {
        upstream.script = this::silent;
        assertCut(STREAM, 1_000);
    }

    @Test
    void a_client_that_leaves_an_unstreamed_request_cuts_the_engine() throws Exception {
        upstream.script = this::silent;
        assertCut(WHOLE, 1_000);
    }

    @Test
    void a_client_that_leaves_while_the_model_starts_gives_up_the_wait() throws Exception {
        CompletableFuture<EnsureResult> never = new CompletableFuture<>();
        server.kernel.ensuring = request -> {
            reached.countDown();
            return never;
        };
        RawClient client = new RawClient(server.port());
        client.send("POST", CHAT, STREAM);
        assertTrue(reached.await(5, TimeUnit.SECONDS));
        client.close();
        Eventually.becomes("wait given up", Duration.ofSeconds(1), never::isCancelled);
        assertEquals(List.of(), upstream.requests);
    }

    @Test
    void a_lease_granted_after_the_client_left_is_given_back() throws Exception {
        CompletableFuture<EnsureResult> late = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                cut.countDown();
                return false; // a kernel that cannot stop the grant any more
            }
        };
        server.kernel.ensuring = request -> {
            reached.countDown();
            return late;
        };
        RawClient client = new RawClient(server.port());
        client.send("POST", CHAT, STREAM);
        assertTrue(reached.await(5, TimeUnit.SECONDS));
        client.close();
        assertTrue(cut.await(5, TimeUnit.SECONDS));
        late.complete(server.kernel.grant(server.kernel.ensured.get(0)).join());
        Eventually.becomes("late lease released", () -> server.kernel.released.size() == 1);
        assertEquals(List.of(), upstream.requests);
    }

    private void silent(FakeUpstream.Exchange exchange) throws IOException {
        reached.countDown();
        exchange.awaitCut();
        cut.countDown();
    }

    private void assertCut(String body, int withinMs) throws Exception {
        RawClient client = new RawClient(server.port());
        client.send("POST", CHAT, body);
        assertTrue(reached.await(5, TimeUnit.SECONDS));
        long left = System.nanoTime();
        client.close();
        assertTrue(cut.await(5, TimeUnit.SECONDS), "the engine was never cut");
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left);
        assertTrue(took < withinMs, "the engine was cut after " + took + " ms");
        Eventually.becomes("lease released", () -> server.kernel.unreleased().isEmpty());
        assertEquals(1, server.kernel.released.size());
        Eventually.becomes("connection closed", () -> server.connections() == 0);
    }
}
