// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in order: an instance's mailbox. Owns no thread. Tasks decide and never block, so a
 * caller may lend its own thread for its own task.
 */
public final class SerialExecutor implements Executor {
    /** After so many tasks the thread is given back, so that a busy mailbox does not starve the others. */
    private static final int TURN = 64;

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Executor threads;
    private final Queue<Runnable> queue = new ArrayDeque<>(); // guarded by itself
    private boolean running; // guarded by queue

    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    /** Runs {@code task} on a borrowed thread, after all tasks given before. */
    @Override
    public void execute(Runnable task) {
        synchronized (queue) {
            queue.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        borrowThread();
    }

    /** Runs {@code task} at once on this thread when the mailbox is idle, otherwise like {@link #execute}. */
    public void executeHere(Runnable task) {
        synchronized (queue) {
            if (running) {
                queue.add(task);
                return;
            }
            running = true;
        }
        runLogged(task);
        if (!idle()) {
            borrowThread();
        }
    }

    private void borrowThread() {
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            LOG.debug("the threads are gone, the mailbox is emptied by its caller", e);
            drainAll();
        }
    }

    private void drain() {
        for (int turn = 0; turn < TURN; turn++) {
            Runnable task = next();
            if (task == null) {
                return;
            }
            runLogged(task);
        }
        if (!idle()) {
            borrowThread();
        }
    }

    private void drainAll() {
        for (Runnable task = next(); task != null; task = next()) {
            runLogged(task);
        }
    }

    private Runnable next() {
        synchronized (queue) {
            Runnable task = queue.poll();
            running = task != null;
            return task;
        }
    }

    private boolean idle() {
        synchronized (queue) {
            running = !queue.isEmpty();
            return !running;
        }
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a mailbox task failed", e);
        }
    }
}
