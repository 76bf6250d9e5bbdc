// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel does with futures. */
public final class Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

    private Completion() {}

    /** Calls {@code listener} with the value or the bare failure; what the listener throws is logged. */
    public static <T> void on(CompletableFuture<T> future, BiConsumer<? super T, ? super Throwable> listener) {
        CompletableFuture<T> unused = future.whenComplete((value, failure) -> {
            try {
                listener.accept(value, failure == null ? null : cause(failure));
            } catch (RuntimeException | Error e) {
                LOG.error("a listener failed", e);
            }
        });
    }

    /** The failure without the wrappers that futures put around it. */
    public static Throwable cause(Throwable failure) {
        Throwable bare = failure;
        while ((bare instanceof CompletionException || bare instanceof ExecutionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        return bare;
    }

    /** Completes with true when {@code future} ends in whatever way within {@code limit}, else with false. */
    public static CompletableFuture<Boolean> within(CompletableFuture<?> future, Duration limit, Time time) {
        CompletableFuture<Boolean> inTime = new CompletableFuture<>();
        Time.Alarm alarm = time.after(limit, () -> inTime.complete(false));
        on(future, (value, failure) -> {
            alarm.cancel();
            inTime.complete(true);
        });
        return inTime;
    }

    /** Completes when all have ended, in whatever way. */
    public static CompletableFuture<Void> allEnded(Collection<? extends CompletableFuture<?>> futures) {
        CompletableFuture<?>[] settled =
                futures.stream().map(f -> f.handle((v, e) -> null)).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(settled);
    }

    /** Blocks until {@code future} ends, at most {@code limit}; answers whether it did. Keeps the interrupt flag. */
    public static boolean await(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
