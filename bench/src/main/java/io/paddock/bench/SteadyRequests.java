// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.paddock.bench.measure.Samples;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamTrace;
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
import java.util.concurrent.locks.LockSupport;

/** Short streamed requests, each at its time whatever became of the others, and how long each waits for its answer's head. */
final class SteadyRequests implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI chat;
    private final Questions questions;
    private final long everyNanos;
    private final Queue<Double> waits = new ConcurrentLinkedQueue<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> sent = new ArrayList<>(); // the sender's, then the closer's
    private final Thread sender = new Thread(this::send, "bench-steady");
    private volatile boolean over;

    /** Begins to send brief {@code questions} to a gateway, one each {@code every}. */
    SteadyRequests(URI gateway, Duration every, Questions questions) {
        chat = URI.create(gateway + "/chat/completions");
        this.questions = questions;
        everyNanos = every.toNanos();
        sender.start();
    }

    private void send() {
        long start = System.nanoTime();
        for (int i = 0; !over; i++) {
            long intended = start + i * everyNanos;
            LockSupport.parkNanos(intended - System.nanoTime());
            Questions.Question question = questions.next(true);
            sent.removeIf(CompletableFuture::isDone); // a soak sends many
            sent.add(http.sendAsync(request(question), BodyHandlers.ofInputStream())
                    .thenAccept(answer -> take(answer, question, intended))
                    .exceptionally(failure -> {
                        faults.add(String.valueOf(failure));
                        return null;
                    }));
        }
    }

    private HttpRequest request(Questions.Question question) {
        return HttpRequest.newBuilder(chat)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question.body()))
                .build();
    }

    private void take(HttpResponse<InputStream> answer, Questions.Question question, long intended) {
        double waited = (System.nanoTime() - intended) / 1e6;
        try (InputStream stream = answer.body()) {
            byte[] body = stream.readAllBytes();
            String refusal = answer.statusCode() == 200 ? null : new String(body, UTF_8);
            StreamTrace trace = new StreamTrace(
                    answer.statusCode(),
                    body,
                    List.of(new StreamTrace.Arrival(body.length, System.nanoTime())),
                    intended,
                    refusal);
            String fault = CheckedStream.of(trace, question.right()).fault();
            if (fault == null) {
                waits.add(waited);
            } else {
                faults.add(fault);
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
