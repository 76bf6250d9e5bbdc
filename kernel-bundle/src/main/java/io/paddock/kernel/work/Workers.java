// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that run foreign code, each call within its budget. A call that ignores its interrupt keeps its thread
 * and nothing else: the next call gets another one. How many run at once is bounded by each {@link CallGate}.
 */
public final class Workers implements Executor, AutoCloseable {
    private static final int MOST_THREADS = 1024;

    private final Time time;
    private final Executor threads;
    private final Runnable closing;

    public Workers(Time time) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0, MOST_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), new NamedThreads("paddock-worker"));
        this.time = time;
        this.threads = pool;
        this.closing = pool::shutdownNow;
    }

    /** Workers on threads that somebody else owns and closes. */
    public Workers(Time time, Executor threads) {
        this.time = time;
        this.threads = threads;
        this.closing = () -> {};
    }

    /** Starts {@code work} at once, past every gate. */
    public <T> Call<T> call(String name, Duration budget, Callable<T> work) {
        Call<T> call = new Call<>(name, budget, work);
        start(call);
        return call;
    }

    /** Runs the kernel's own work that takes a moment; on the caller's thread once this is closed. */
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    void start(Call<?> call) {
        try {
            threads.execute(() -> call.run(time));
        } catch (RejectedExecutionException e) {
            call.cut();
        }
    }

    /** Interrupts what still runs and takes nothing new. */
    @Override
    public void close() {
        closing.run();
    }
}
