// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Verbs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConsoleTest {
    private static final String CONSOLE = "/api/v1/console";

    @TempDir
    Path folder;

    private EdgeServer server;
    private String admin;

    /** Verbs made of one lambda. */
    @FunctionalInterface
    interface Script extends Verbs {
        @Override
        default List<String> names() {
            return List.of("paddock:test");
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        admin = "X-Paddock-Admin-Token: "
                + Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void without_verbs_there_is_a_503() throws Exception {
        RawClient.Reply reply = RawClient.post(server.port(), CONSOLE, "{\"line\":\"x\"}", admin);
        assertEquals(503, reply.status());
        assertEquals("1", reply.header("retry-after"));
        use((line, output) -> 0);
        assertEquals(
                200,
                RawClient.post(server.port(), CONSOLE, "{\"line\":\"x\"}", admin)
                        .status());
    }

    @Test
    void text_and_exit_code_come_as_lines() throws Exception {
        use((line, output) -> {
            output.out("you said \"" + line + "\"\n");
            output.err("oh\n");
            return 2;
        });
        RawClient.Reply reply = RawClient.post(server.port(), CONSOLE, "{\"line\":\"paddock:test -x\"}", admin);
        assertEquals("application/x-ndjson", reply.header("content-type"));
        assertEquals(
                "{\"out\":\"you said \\\"paddock:test -x\\\"\\n\"}\n{\"err\":\"oh\\n\"}\n{\"exit\":2}\n", reply.body());
        assertTrue(reply.whole());
    }

    @Test
    void text_comes_while_the_verb_runs() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        use((line, output) -> {
            output.out("first");
            return await(goOn) ? 0 : 1;
        });
        try (RawClient client = new RawClient(server.port())) {
            client.send("POST", CONSOLE, "{\"line\":\"x\"}", admin);
            assertEquals(200, client.status());
            client.headers();
            assertEquals("{\"out\":\"first\"}\n", client.chunk());
            goOn.countDown();
            assertEquals("{\"exit\":0}\n", client.chunk());
            assertEquals("", client.chunk());
        }
    }

    @Test
    void a_client_that_leaves_interrupts_its_verb() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        use((line, output) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return 1;
        });
        RawClient client = new RawClient(server.port());
        client.send("POST", CONSOLE, "{\"line\":\"x\"}", admin);
        assertTrue(running.await(5, TimeUnit.SECONDS));
        client.close();
        assertTrue(interrupted.await(5, TimeUnit.SECONDS));
    }

    @Test
    void a_verb_that_throws_is_seen_as_a_cut_answer() throws Exception {
        use((line, output) -> {
            output.out("before");
            throw new IllegalStateException("secret");
        });
        RawClient.Reply reply = RawClient.post(server.port(), CONSOLE, "{\"line\":\"x\"}", admin);
        assertFalse(reply.whole());
        assertFalse(reply.body().contains("secret"));
    }

    @Test
    void more_verbs_than_threads_are_refused() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(4);
        use((line, output) -> {
            running.countDown();
            return await(goOn) ? 0 : 1;
        });
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RawClient client = new RawClient(server.port());
            clients.add(client);
            client.send("POST", CONSOLE, "{\"line\":\"x\"}", admin);
        }
        assertTrue(running.await(5, TimeUnit.SECONDS));
        RawClient.Reply reply = RawClient.post(server.port(), CONSOLE, "{\"line\":\"x\"}", admin);
        assertEquals(503, reply.status());
        assertTrue(reply.body().contains("at_capacity"));
        goOn.countDown();
        for (RawClient client : clients) {
            assertTrue(client.reply().whole());
            client.close();
        }
    }

    @Test
    void the_line_is_mandatory() throws Exception {
        assertEquals(400, RawClient.post(server.port(), CONSOLE, "{}", admin).status());
    }

    private void use(Script script) {
        server.useVerbs(script);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
