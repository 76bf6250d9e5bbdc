// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.bench.measure.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Short streamed requests, one each few milliseconds, and how long each waits for the head of its answer. */
final class ParkedRequests implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;
    private final Queue<Double> waits = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> sent = new ArrayList<>(); // the sender's, then the closer's
    private final Thread sender = new Thread(this::send, "bench-parked");
    private volatile boolean over;

    /** Begins to send. */
    ParkedRequests(URI gateway, String body) {
        request = HttpRequest.newBuilder(URI.create(gateway + "/chat/completions"))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        sender.start();
    }

    private void send() {
        long start = System.nanoTime();
        for (int i = 0; !over; i++) {
            long intended = start + i * EVERY_NANOS;
            LockSupport.parkNanos(intended - System.nanoTime());
            sent.add(http.sendAsync(request, BodyHandlers.ofInputStream())
                    .thenAccept(answer -> take(answer, (System.nanoTime() - intended) / 1e6))
                    .exceptionally(failure -> {
                        faults.add(String.valueOf(failure));
                        return null;
                    }));
        }
    }

    private void take(HttpResponse<InputStream> answer, double waited) {
        try (InputStream body = answer.body()) {
            String text = new String(body.readAllBytes(), UTF_8);
            if (answer.statusCode() != 200 || !text.strip().endsWith("[DONE]") || text.contains("\"error\"")) {
                faults.add(answer.statusCode() + " " + text);
            } else {
                waits.add(waited);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Milliseconds from the intended start to the head of each answer. */
    Samples waits() {
        return Samples.of(waits);
    }

    /** What went wrong. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Sends no more, and waits for the last answer. */
    @Override
    public void close() {
        over = true;
        try {
            sender.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture<?>[]::new)).join();
    }
}
