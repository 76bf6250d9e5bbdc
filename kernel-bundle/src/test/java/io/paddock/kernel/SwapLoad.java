// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.CallOutcome;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask for the endpoint, send it a request, look at the answer and give the lease back; again and again. */
final class SwapLoad implements AutoCloseable {
    final AtomicInteger answered = new AtomicInteger();
    final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final Rig rig;
    private final EnsureRequest wish;
    private final Set<String> right;
    private final List<Thread> clients = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean over;

    /** @param right the answers that are right */
    SwapLoad(Rig rig, int clients, Set<String> right) {
        this(rig, Rig.wish("fake", "gateway", null, Duration.ofSeconds(10)), clients, right);
    }

    /** @param wish what they ask for, as owner {@code gateway} */
    SwapLoad(Rig rig, EnsureRequest wish, int clients, Set<String> right) {
        this.rig = rig;
        this.wish = wish;
        this.right = right;
        for (int i = 0; i < clients; i++) {
            Thread client = new Thread(this::ask, "client-" + i);
            this.clients.add(client);
            client.start();
        }
    }

    private void ask() {
        while (!over) {
            try {
                once();
                answered.incrementAndGet();
            } catch (Exception | AssertionError e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
    }

    private void once() throws IOException, InterruptedException {
        EnsureResult granted = rig.ensure(wish);
        long sent = System.nanoTime();
        boolean well = false;
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(granted.endpoint().baseUrl() + "/chat/completions"))
                            .timeout(Duration.ofSeconds(10))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            well = answer.statusCode() == 200 && right.contains(answer.body());
            if (!well) {
                failures.add(answer.statusCode() + " " + answer.body());
            }
        } finally {
            rig.endpoints.reported(
                    granted.lease().leaseRef(), new CallOutcome(well, Duration.ofNanos(System.nanoTime() - sent)));
            Rig.get(rig.endpoints.release(granted.lease().leaseRef(), "gateway"));
        }
    }

    /** Waits until so many more were answered. */
    void goOn(int more) {
        int from = answered.get();
        Rig.await("the clients to go on; failures: " + failures, () -> answered.get() >= from + more);
    }

    @Override
    public void close() {
        over = true;
        clients.forEach(client -> {
            try {
                client.join(20_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
