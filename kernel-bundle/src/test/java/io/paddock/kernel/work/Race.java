// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jetbrains.lincheck.Lincheck;

/**
 * Threads that run at once. A model checker runs them again and again, each time with another order of their steps; a
 * step is any access to something that they share.
 */
public final class Race {
    private final Queue<Thread> lent = new ArrayDeque<>(); // guarded by itself

    /** Runs {@code scenario} in so many orders; fails with the steps of the first order that breaks it. */
    public static void inOrders(int orders, Runnable scenario) {
        Lincheck.runConcurrentTest(orders, scenario);
    }

    /** Lends a new thread to each task. */
    public Executor threads() {
        return task -> {
            Thread thread = new Thread(task);
            synchronized (lent) {
                lent.add(thread);
            }
            thread.start();
        };
    }

    /** Runs all parts at once; returns when they are over and every lent thread is back. */
    public void run(Runnable... parts) {
        Thread[] threads = new Thread[parts.length]; // plain loops: the checker sees no start behind a method reference
        for (int i = 0; i < parts.length; i++) {
            threads[i] = new Thread(parts[i]);
            threads[i].start();
        }
        for (Thread thread : threads) {
            join(thread);
        }
        for (Thread thread = next(); thread != null; thread = next()) {
            join(thread);
        }
    }

    private Thread next() {
        synchronized (lent) {
            return lent.poll();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Must hold; the test libraries' assertions would be steps of the scenario themselves. */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Counts who is inside at once; more than {@code most} is remembered. Deliberately without any lock. */
    public static final class Room {
        private final int most;
        private int inside;
        private int visits;
        private boolean crowded;

        public Room(int most) {
            this.most = most;
        }

        /** Comes in and goes. */
        public void visit() {
            inside++;
            crowded |= inside > most;
            visits++;
            inside--;
        }

        /** How often somebody was inside. */
        public int visits() {
            return visits;
        }

        /** Whether too many were inside at once, or something was counted wrong because of that. */
        public boolean crowded() {
            return crowded || inside != 0;
        }
    }
}
