// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While an engine answers, the kernel hears of it: it is busy then, not dead. */
@Timeout(60)
class ProgressTest {
    private static final int PARTS = 50;

    @TempDir
    Path folder;

    @Test
    void the_kernel_hears_of_each_part_of_an_answer() throws Exception {
        try (EdgeServer server = new EdgeServer(EdgeServer.Setup.in(folder));
                FakeUpstream upstream = new FakeUpstream();
                RawClient client = new RawClient(server.port())) {
            server.upstream(upstream);
            upstream.script = exchange -> {
                exchange.startEvents();
                for (int i = 0; i < PARTS; i++) {
                    exchange.chunk("data: " + i + "\n\n");
                    int told = i + 1;
                    Eventually.becomes("part " + i + " told", () -> server.kernel.progressed.size() == told);
                }
                exchange.endChunks();
            };
            client.send("POST", "/v1/chat/completions", "{\"model\":\"tiny\",\"stream\":true}");
            assertEquals(200, client.status());
            assertEquals("text/event-stream", client.headers().get("content-type"));
            for (int i = 0; i < PARTS; i++) {
                assertEquals("data: " + i + "\n\n", client.chunk());
            }
            assertEquals(Collections.nCopies(PARTS, "lease-0123456789-1"), server.kernel.progressed.subList(0, PARTS));
        }
    }
}
