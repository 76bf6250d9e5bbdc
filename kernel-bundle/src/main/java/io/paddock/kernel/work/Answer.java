// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A future that is decided in one place and delivered in another: the first decision counts, and whatever hangs on the
 * future never runs on a thread that decides. While its asker attends, the asker's own thread delivers, which saves a
 * change of threads when the answer is there at once.
 *
 * @param <T> what is answered
 */
public final class Answer<T> {
    private record Decision<T>(T value, Problem problem) {}

    private final Executor messengers;
    private final Consumer<T> undelivered;
    private final Consumer<Problem> refused;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final AtomicReference<Decision<T>> decision = new AtomicReference<>();
    private final AtomicBoolean delivered = new AtomicBoolean();
    private volatile boolean told;
    private volatile boolean attended;

    /**
     * @param messengers threads that deliver what its asker does not
     * @param undelivered gets a granted value that nobody took, because the future was cancelled
     */
    public Answer(Executor messengers, Consumer<T> undelivered) {
        this(messengers, undelivered, problem -> {});
    }

    /**
     * @param messengers threads that deliver what its asker does not
     * @param undelivered gets a granted value that nobody took, because the future was cancelled
     * @param refused hears of a refusal once, before it is delivered, on the thread that decides
     */
    public Answer(Executor messengers, Consumer<T> undelivered, Consumer<Problem> refused) {
        this.messengers = messengers;
        this.undelivered = undelivered;
        this.refused = refused;
    }

    /** What the asker waits on. */
    public CompletableFuture<T> future() {
        return future;
    }

    /** Whether nobody has decided and the asker still waits. */
    public boolean open() {
        return decision.get() == null && !future.isDone();
    }

    /** Runs {@code asking} on the asker's thread, then delivers what is decided by then. */
    public void attend(Runnable asking) {
        attended = true;
        try {
            asking.run();
        } finally {
            attended = false;
            deliver();
        }
    }

    /** Decides for {@code value}; false when it was decided before or nobody waits any more. */
    public boolean grant(T value) {
        return !future.isDone() && decide(new Decision<>(value, null));
    }

    /** Decides for a failure; false when it was decided before. */
    public boolean refuse(Problem problem) {
        return decide(new Decision<>(null, problem));
    }

    private boolean decide(Decision<T> made) {
        if (!decision.compareAndSet(null, made)) {
            return false;
        }
        if (made.problem() != null) {
            refused.accept(made.problem());
        }
        told = true;
        if (!attended) {
            messengers.execute(this::deliver);
        }
        return true;
    }

    private void deliver() {
        if (!told || !delivered.compareAndSet(false, true)) {
            return;
        }
        Decision<T> made = decision.get(); // there, once it was told
        if (made.problem() != null) {
            future.completeExceptionally(new InferenceException(made.problem()));
        } else if (!future.complete(made.value())) {
            undelivered.accept(made.value());
        }
    }
}
