// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** Looks now and then whether something is so. The look is short and calls nobody. Thread-safe; nothing blocks. */
final class Repeating {
    private final Time time;
    private final Duration every;
    private final Executor threads;
    private volatile boolean stopped;

    /** @param threads where it looks */
    Repeating(Time time, Executor threads, Duration every) {
        this.time = time;
        this.threads = threads;
        this.every = every;
    }

    /** Completes when {@code look} says so, or fails with what it throws; never does once this is stopped. */
    CompletableFuture<Void> until(BooleanSupplier look) {
        CompletableFuture<Void> so = new CompletableFuture<>();
        look(look, so);
        return so;
    }

    private void look(BooleanSupplier look, CompletableFuture<Void> so) {
        if (stopped) {
            return;
        }
        try {
            if (look.getAsBoolean()) {
                so.complete(null);
                return;
            }
        } catch (RuntimeException e) {
            so.completeExceptionally(e);
            return;
        }
        Time.Alarm unused = time.after(every, () -> threads.execute(() -> look(look, so)));
    }

    /** Looks no more. */
    void stop() {
        stopped = true;
    }
}
