// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Waits for the kernel's answer: bounded, and over at an interrupt. */
public final class Await {
    /** How long a verb waits when the line does not say. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private Await() {}

    /**
     * Waits for an answer that needs no undoing.
     *
     * @param what the work in words, for the message: "listing the models"
     */
    public static <T> T answer(CompletableFuture<T> future, Duration within, String what) throws InterruptedException {
        return answer(future, within, what, late -> CompletableFuture.completedFuture(null));
    }

    /**
     * Waits for an answer.
     *
     * @param undo takes back an answer that nobody waits for any more
     * @throws InferenceException when the work failed or took too long
     */
    public static <T> T answer(
            CompletableFuture<T> future, Duration within, String what, Function<T, CompletableFuture<?>> undo)
            throws InterruptedException {
        try {
            return future.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            giveUp(future, undo);
            throw e;
        } catch (TimeoutException e) {
            giveUp(future, undo);
            throw new InferenceException(
                    Problem.of(ErrorCode.WAIT_EXPIRED, what + " was not done within " + Times.shown(within) + "."), e);
        } catch (CancellationException e) {
            throw new InferenceException(
                    Problem.of(ErrorCode.DRAINING, what + " was given up because the runtime is stopping."), e);
        } catch (ExecutionException e) {
            throw failure(e.getCause(), what);
        }
    }

    // The answer may have come in the same moment: then cancelling does nothing and it is undone.
    private static <T> void giveUp(CompletableFuture<T> future, Function<T, CompletableFuture<?>> undo) {
        if (!future.cancel(true) && !future.isCompletedExceptionally()) {
            CompletableFuture<?> unused = undo.apply(future.join()); // nobody is left to hear how it went
        }
    }

    private static InferenceException failure(Throwable cause, String what) {
        if (cause instanceof InferenceException known) {
            return known;
        }
        return new InferenceException(
                Problem.of(ErrorCode.INTERNAL, what + " failed for a reason of Paddock's own; the log has it."), cause);
    }
}
