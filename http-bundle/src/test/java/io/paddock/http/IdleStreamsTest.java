// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IdleStreamsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String STREAM = "{\"model\":\"tiny\",\"stream\":true}";

    @TempDir
    Path folder;

    @Test
    void two_hundred_idle_streams_hold_no_thread() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder).threads(16));
                FakeUpstream upstream = new FakeUpstream()) {
            server.upstream(upstream);
            upstream.script = exchange -> {
                exchange.startEvents();
                exchange.chunk("data: 1\n\n");
                await(goOn);
                exchange.chunk("data: 2\n\n");
                exchange.endChunks();
            };
            for (int i = 0; i < 200; i++) {
                RawClient client = new RawClient(server.port());
                clients.add(client);
                client.send("POST", CHAT, STREAM);
                assertEquals(200, client.status());
                client.headers();
                assertEquals("data: 1\n\n", client.chunk());
            }
            int before = server.busyThreads();
            assertEquals(200, RawClient.get(server.port(), "/healthz").status());
            assertTrue(before < 8, before + " threads are busy while 200 streams are idle");
            goOn.countDown();
            for (RawClient client : clients) {
                assertEquals("data: 2\n\n", client.chunk());
                assertEquals("", client.chunk());
            }
            Eventually.becomes("leases released", () -> server.kernel.released.size() == 200);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void silence_longer_than_the_connector_s_idle_timeout_does_not_end_a_request() throws Exception {
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder).idleMs(100));
                FakeUpstream upstream = new FakeUpstream()) {
            server.upstream(upstream);
            upstream.script = exchange -> {
                exchange.tick(900);
                exchange.startEvents();
                for (int i = 0; i < 20; i++) {
                    exchange.tick(100); // just when the timeout fires
                    exchange.chunk("data: x\n\n");
                }
                exchange.endChunks();
            };
            try (RawClient client = new RawClient(server.port())) {
                client.send("POST", CHAT, STREAM);
                RawClient.Reply reply = client.reply();
                assertEquals("data: x\n\n".repeat(20), reply.body());
                assertTrue(reply.whole());
                Eventually.becomes("the timeout holds again between requests", () -> server.connections() == 0);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
