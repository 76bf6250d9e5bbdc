// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that read all, leave at any moment, or send ahead, all at once: nothing is lost, mixed up or left behind. */
@Timeout(120)
class RestlessClientsTest {
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 60;

    @TempDir
    Path folder;

    @Test
    void whatever_clients_do_every_lease_comes_back_once_and_no_answer_is_mixed_up() throws Exception {
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder).threads(16));
                FakeUpstream upstream = new FakeUpstream()) {
            server.upstream(upstream);
            upstream.script = RestlessClientsTest::answer;
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                Random random = new Random(n);
                all.add(CompletableFuture.runAsync(() -> behave(server.port(), random)));
            }
            for (CompletableFuture<Void> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
            Eventually.becomes("connections closed", () -> server.connections() == 0);
            Eventually.becomes(
                    "leases released", () -> server.kernel.unreleased().isEmpty());
            assertEquals(server.kernel.granted.get(), server.kernel.released.size());
            assertEquals(200, RawClient.get(server.port(), "/healthz").status());
        }
    }

    private static void answer(FakeUpstream.Exchange exchange) throws IOException {
        exchange.startEvents();
        for (int i = 0; i < 5; i++) {
            exchange.tick(i % 3);
            exchange.chunk("data: " + exchange.body() + "\n\n");
        }
        exchange.endChunks();
    }

    private static void behave(int port, Random random) {
        for (int round = 0; round < ROUNDS; round++) {
            try (RawClient client = new RawClient(port)) {
                int requests = 1 + random.nextInt(3);
                for (int i = 0; i < requests; i++) {
                    client.send("POST", "/v1/chat/completions", body(round, i));
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(3_000)));
                }
                if (random.nextBoolean()) {
                    for (int i = 0; i < requests; i++) {
                        assertEquals(
                                ("data: " + body(round, i) + "\n\n").repeat(5),
                                client.reply().body());
                    }
                } else {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(12_000)));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String body(int round, int i) {
        return "{\"model\":\"tiny\",\"stream\":true,\"n\":\"" + round + "-" + i + "\"}";
    }
}
