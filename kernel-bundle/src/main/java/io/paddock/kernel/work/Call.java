// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * One call into foreign code on a worker thread. It has two ends: the answer, which never comes later than the budget,
 * and the moment the thread has really left the code.
 *
 * @param <T> what the code answers
 */
public final class Call<T> {
    private final String name;
    private final Duration budget;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Callable<T> work; // guarded by this
    private Thread runner; // guarded by this

    Call(String name, Duration budget, Callable<T> work) {
        this.name = name;
        this.budget = budget;
        this.work = work;
    }

    /** The value, or what the code threw, {@link Overrun} or {@link Cut}. */
    public CompletableFuture<T> answer() {
        return answer;
    }

    /** Completes once no thread is, or will be, inside the code. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Interrupts the code; the answer fails with {@link Cut} unless it is there already. */
    public void cut() {
        endEarly(new Cut(name));
    }

    /** Runs the code on this thread, unless it was called off. */
    void run(Time time) {
        Callable<T> mine = begin();
        if (mine == null) {
            return;
        }
        Thread thread = Thread.currentThread();
        String idleName = thread.getName();
        thread.setName("paddock " + name);
        Time.Alarm alarm = time.after(budget, () -> endEarly(new Overrun(name, budget)));
        T value = null;
        Throwable failure = null;
        try {
            value = mine.call();
        } catch (Throwable e) { // foreign code may throw anything, a LinkageError above all
            failure = e;
        }
        alarm.cancel();
        leave();
        thread.setName(idleName);
        ended.complete(null);
        finish(value, failure);
    }

    private void finish(T value, Throwable failure) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    private synchronized Callable<T> begin() {
        Callable<T> mine = work;
        work = null;
        if (mine != null) {
            runner = Thread.currentThread();
        }
        return mine;
    }

    /** An interrupt that was meant for this call must not reach the next one on the same thread. */
    private synchronized void leave() {
        runner = null;
        Thread.interrupted();
    }

    /** The answer is there before the interrupt: what the code throws because of it answers nothing. */
    void endEarly(RuntimeException why) {
        boolean neverBegan;
        synchronized (this) {
            neverBegan = work != null;
            work = null;
        }
        if (neverBegan) {
            ended.complete(null);
        }
        answer.completeExceptionally(why);
        synchronized (this) {
            if (runner != null) {
                runner.interrupt();
            }
        }
    }
}
