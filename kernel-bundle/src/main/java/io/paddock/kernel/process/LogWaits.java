// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Those who wait for the next line of one process. A wait is a future and an alarm, never a thread. Thread-safe. */
final class LogWaits {
    private static final int MOST = 64;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private static final class Wait {
        final CompletableFuture<Void> woken = new CompletableFuture<>();
    }

    private final Set<Wait> waiting = ConcurrentHashMap.newKeySet();

    /**
     * Completes at the next {@link #wake}, after {@code patience}, or now when {@code there} says so.
     *
     * @param there asked once the caller is among those who are woken
     */
    CompletableFuture<Void> next(BooleanSupplier there, Duration patience, Time time) {
        if (waiting.size() >= MOST) {
            return CompletableFuture.failedFuture(new InferenceException(Problem.retryable(
                    ErrorCode.AT_CAPACITY, MOST + " callers wait for lines of this instance already", RETRY_AFTER)));
        }
        Wait wait = new Wait();
        waiting.add(wait);
        Time.Alarm alarm = time.after(patience, () -> wait.woken.complete(null));
        Completion.on(wait.woken, (nothing, never) -> {
            waiting.remove(wait);
            alarm.cancel();
        });
        if (there.getAsBoolean()) {
            wait.woken.complete(null);
        }
        return wait.woken;
    }

    /** Something is there for all who wait; what hangs on their futures must not work on this thread. */
    void wake() {
        if (!waiting.isEmpty()) {
            List.copyOf(waiting).forEach(wait -> wait.woken.complete(null));
        }
    }
}
