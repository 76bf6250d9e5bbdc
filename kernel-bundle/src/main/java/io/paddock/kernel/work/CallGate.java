// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * The one way into one backend's code: so many calls at once, the others in order, and a door that can be shut. A call
 * over its budget gives its place to the next, so a backend that hangs delays only itself, and not for ever.
 */
public final class CallGate {
    private static final int LONGEST_QUEUE = 4096;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Workers workers;
    private final int places;
    private final Queue<Call<?>> waiting = new ArrayDeque<>(); // guarded by this
    private final Set<Call<?>> inside = new HashSet<>(); // guarded by this; leaves when the thread has left
    private int taken; // guarded by this
    private boolean closed; // guarded by this

    public CallGate(Workers workers, int places) {
        this.workers = workers;
        this.places = places;
    }

    /** Calls {@code work} when a place is free; the budget counts from then. A closed gate cuts the call. */
    public <T> Call<T> call(String name, Duration budget, Callable<T> work) {
        Call<T> call = prepare(name, budget, work);
        start(call);
        return call;
    }

    /** A call that is not made before {@link #start}, for whoever must know it first. */
    public <T> Call<T> prepare(String name, Duration budget, Callable<T> work) {
        return new Call<>(name, budget, work);
    }

    /** Makes a prepared call when a place is free. */
    public void start(Call<?> call) {
        Admission admission = admit(call);
        Completion.on(call.ended(), (value, failure) -> left(call));
        switch (admission) {
            case REFUSED -> call.cut();
            case FULL ->
                call.endEarly(new InferenceException(
                        Problem.retryable(ErrorCode.AT_CAPACITY, "too many calls wait for this backend", RETRY_AFTER)));
            case WAITS -> {}
            case ENTERS -> enter(call);
        }
    }

    private enum Admission {
        ENTERS,
        WAITS,
        FULL,
        REFUSED
    }

    private synchronized Admission admit(Call<?> call) {
        if (closed) {
            return Admission.REFUSED;
        }
        if (waiting.size() >= LONGEST_QUEUE) {
            return Admission.FULL;
        }
        inside.add(call);
        if (taken < places) {
            taken++;
            return Admission.ENTERS;
        }
        waiting.add(call);
        return Admission.WAITS;
    }

    private void enter(Call<?> call) {
        Completion.on(call.answer(), (value, failure) -> freePlace());
        workers.start(call);
    }

    private void freePlace() {
        Call<?> next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                taken--;
            }
        }
        if (next != null) {
            enter(next);
        }
    }

    private synchronized void left(Call<?> call) {
        inside.remove(call);
    }

    /** Whether {@link #close} was called. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Lets nobody in any more and interrupts who is inside; completes once all have left. */
    public CompletableFuture<Void> close() {
        List<Call<?>> cut;
        synchronized (this) {
            closed = true;
            cut = new ArrayList<>(inside);
            waiting.clear();
        }
        cut.forEach(Call::cut);
        return Completion.allEnded(cut.stream().map(Call::ended).toList());
    }
}
