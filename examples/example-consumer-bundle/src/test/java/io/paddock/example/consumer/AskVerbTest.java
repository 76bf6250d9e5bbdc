// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.VerbOutput;
import io.paddock.console.VerbRunner;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.Mood;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskVerbTest {
    private final StringBuilder printed = new StringBuilder();
    private FakeModelServer server;
    private OneEndpoint endpoints;

    @BeforeEach
    void start() {
        server = FakeModelServer.start();
        server.requireKey(OneEndpoint.KEY);
        endpoints = new OneEndpoint(URI.create(server.url() + "/v1"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_answer_is_printed_and_the_lease_given_back() {
        assertEquals(VerbRunner.OK, ask());
        assertEquals("one two three\n[tiny at fake, lease released]\n", printed.toString());
        assertEquals(List.of(), endpoints.leases());
    }

    @Test
    void a_model_that_fails_is_said_and_the_lease_given_back() {
        server.mood(Mood.BROKEN);
        assertEquals(VerbRunner.FAILED, ask());
        assertTrue(printed.toString().startsWith("upstream_failed: "), printed::toString);
        assertEquals(List.of(), endpoints.leases());
    }

    @Test
    void an_interrupt_ends_the_wait_and_gives_the_lease_back() throws Exception {
        server.mood(Mood.HANG);
        Thread asking = new Thread(this::ask, "asking");
        asking.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (server.requestCount() == 0) {
            assertTrue(System.nanoTime() < deadline, "the model was never asked");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertEquals(1, endpoints.leases().size());
        asking.interrupt();
        asking.join(5000);
        assertFalse(asking.isAlive(), "it still waits");
        assertEquals(List.of(), endpoints.leases());
    }

    private int ask() {
        VerbOutput output = new VerbOutput() {
            @Override
            public void out(String text) {
                printed.append(text);
            }

            @Override
            public void err(String text) {
                printed.append(text);
            }
        };
        return VerbRunner.run(new AskVerb(endpoints), List.of("tiny", "hello"), output);
    }
}
