// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.paddock.spi.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What the rules do to an endpoint from the outside. */
final class ContractCalls {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Set<String> LOOKS = Set.of("/api/show", "/tokenize", "/detokenize");

    private ContractCalls() {}

    /** Calls the endpoint as a client would and answers the status. */
    static int chat(Probe.Ready ready, String model) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ready.baseUrl() + "/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"model\":\"" + model
                        + "\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"));
        ready.headers().forEach(request::header);
        try {
            return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return fail("the endpoint cannot be called: " + ready, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted");
        }
    }

    /** Whether a request cannot change the server. */
    static boolean readsOnly(SeenRequest request) {
        return request.method().equals("GET") || LOOKS.contains(request.path());
    }

    /** Starts {@code look}, interrupts it once the server has its request, and wants it back soon and unharmed. */
    static void assertInterruptible(FakeModelServer server, Runnable look) throws InterruptedException {
        int before = server.requestCount();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread looking = new Thread(look, "contract-look");
        looking.setUncaughtExceptionHandler((thread, failure) -> thrown.set(failure));
        looking.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (server.requestCount() == before) {
            assertTrue(System.nanoTime() < deadline, "the server was never asked");
            Thread.onSpinWait();
        }
        looking.interrupt();
        looking.join(2000);
        assertFalse(looking.isAlive(), "two seconds after the interrupt it still waits");
        if (thrown.get() != null) {
            fail("an interrupt must not throw", thrown.get());
        }
    }
}
