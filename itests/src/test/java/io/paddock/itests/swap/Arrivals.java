// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import io.paddock.itests.support.Paddock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Short requests that arrive when their time has come, however long the earlier ones take. Latency counts from that
 * time, so a pause of the server shows in every request that fell into it.
 */
final class Arrivals implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Paddock paddock;
    private final Questions questions;
    private final long started = System.nanoTime();
    private final long everyNanos;
    private final Queue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "arrivals");
        thread.setDaemon(true);
        return thread;
    });
    private int turn; // the clock's thread only

    Arrivals(Paddock paddock, Questions questions, Duration every) {
        this.paddock = paddock;
        this.questions = questions;
        this.everyNanos = every.toNanos();
        var unused = clock.scheduleAtFixedRate(this::arrive, 0, everyNanos, TimeUnit.NANOSECONDS);
    }

    private void arrive() {
        long intended = started + turn * everyNanos;
        Question question = questions.next("a", turn++, true);
        open.incrementAndGet();
        var unused = ChatAnswers.whole(paddock, question).whenComplete((done, failure) -> {
            if (failure == null) {
                latencies.add(System.nanoTime() - intended);
            } else {
                failures.add(String.valueOf(failure instanceof CompletionException ? failure.getCause() : failure));
            }
            open.decrementAndGet();
        });
    }

    /** How many were answered rightly. */
    int answered() {
        return latencies.size();
    }

    /** What went wrong, each time. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Milliseconds from the intended start to the whole answer. */
    String latency() {
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "p50 %.0f ms, p99 %.0f ms, longest %.0f ms",
                millis(sorted, 50),
                millis(sorted, 99),
                millis(sorted, 100));
    }

    private static double millis(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * percent / 100] / 1e6;
    }

    @Override
    public void close() {
        clock.shutdown();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (open.get() > 0 && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        if (open.get() > 0) {
            failures.add(open.get() + " requests without an answer");
        }
    }
}
