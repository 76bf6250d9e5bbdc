// SPDX-License-Identifier: Apache-2.0
package de.kherud.llama;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets the contexts of the native library compute one after the other. Two that compute at the same time spoil each
 * other's numbers, and so the answers: the llama.cpp inside java-llama.cpp 4.2.0 shares out some matrix products by a
 * counter that all contexts of a process have in common (llama.cpp's pull request 14035 found it). Whoever came first
 * goes first, and takes along all others of the same context that wait; who comes to the context that computes joins
 * in, unless somebody of another one waits. Thread-safe.
 */
public final class ComputeTurns {
    private static final ComputeTurns OF_THE_LIBRARY = new ComputeTurns();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Wait> waiting = new ArrayDeque<>(); // guarded by lock
    private Taker holder; // guarded by lock; who computes, or did last
    private int inside; // guarded by lock; how many of the holder
    private Taker unsettled; // guarded by lock; who may still compute, though nobody of it is inside

    ComputeTurns() {}

    /** Those of the native library of this JVM; there is one. */
    public static ComputeTurns ofTheLibrary() {
        return OF_THE_LIBRARY;
    }

    /**
     * One more context.
     *
     * @param settle returns when nothing of what was {@linkplain Taker#cutShort cut short} is computed any more; may
     *     compute itself
     */
    public Taker taker(Runnable settle) {
        return new Taker(settle);
    }

    /** The longest that waits goes in, with all of its context. */
    private void passOn() {
        if (waiting.isEmpty()) {
            return;
        }
        turnOver(waiting.element().taker);
        for (Iterator<Wait> all = waiting.iterator(); all.hasNext(); ) {
            Wait one = all.next();
            if (one.taker == holder) {
                one.granted = true;
                inside++;
                all.remove();
            }
        }
        changed.signalAll();
    }

    private void turnOver(Taker next) {
        if (holder != next && holder != null && holder.cut) {
            unsettled = holder;
        }
        holder = next;
    }

    /** A wait for a turn. */
    private static final class Wait {
        private final Taker taker;
        private boolean granted; // guarded by lock

        Wait(Taker taker) {
            this.taker = taker;
        }
    }

    /** A context that takes its turns. Thread-safe. */
    public final class Taker {
        private final Runnable settle;
        private boolean closed; // guarded by lock
        private boolean cut; // guarded by lock
        private boolean settling; // guarded by lock

        private Taker(Runnable settle) {
            this.settle = settle;
        }

        /**
         * Waits until this context may compute; to be matched by one {@link #leave}.
         *
         * @return false when it was closed; then nothing may be computed, and nothing is to be matched
         * @throws InterruptedException when the thread was interrupted meanwhile; then the same holds
         */
        public boolean enter() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (!granted()) {
                    return false;
                }
                awaitSettled();
                return true;
            } catch (RuntimeException | Error e) {
                leave(); // it was let in, and what it waited for failed
                throw e;
            } finally {
                lock.unlock();
            }
        }

        private boolean granted() throws InterruptedException {
            if (closed) {
                return false;
            }
            if (waiting.isEmpty() && (inside == 0 || holder == this)) {
                turnOver(this);
                inside++;
                return true;
            }
            Wait mine = new Wait(this);
            waiting.add(mine);
            try {
                while (!mine.granted && !closed) {
                    changed.await();
                }
            } catch (InterruptedException e) {
                if (!mine.granted) {
                    throw e;
                }
                Thread.currentThread().interrupt(); // too late: it has its turn
            } finally {
                if (!mine.granted) {
                    waiting.remove(mine);
                    joinThoseInFront();
                }
            }
            return mine.granted;
        }

        /** Who waited behind one that gave up, and is of the context that computes, waits for nobody any more. */
        private void joinThoseInFront() {
            while (!waiting.isEmpty() && waiting.element().taker == holder) {
                waiting.remove().granted = true;
                inside++;
            }
            changed.signalAll();
        }

        /** One of those who have the turn now sees to it, the others wait for that one. */
        private void awaitSettled() {
            while (unsettled != null && unsettled.settling) {
                changed.awaitUninterruptibly();
            }
            if (unsettled == null) {
                return;
            }
            Taker before = unsettled;
            before.settling = true;
            lock.unlock();
            try {
                before.settle.run();
            } finally {
                lock.lock();
                before.settling = false;
                before.cut = false;
                unsettled = null;
                changed.signalAll();
            }
        }

        /** Something of this context was given up, which may still be computed for a step. Called before {@link #leave}. */
        public void cutShort() {
            lock.lock();
            try {
                cut = true;
            } finally {
                lock.unlock();
            }
        }

        /** Computes no more. */
        public void leave() {
            lock.lock();
            try {
                inside--;
                if (inside == 0) {
                    passOn();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Who waits for it need not any more, and nobody enters again. */
        public void close() {
            lock.lock();
            try {
                closed = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /**
         * Forgets this context, after what was cut short is over; nobody of it may be inside, and nobody enters again. It is
         * of a bundle that may go, and this is not.
         */
        public void end() {
            lock.lock();
            try {
                closed = true;
                if (holder != this) {
                    return;
                }
                if (cut) {
                    inside++;
                    lock.unlock();
                    try {
                        settle.run();
                    } finally {
                        lock.lock();
                        inside--;
                        cut = false;
                    }
                }
                holder = null;
                passOn();
            } finally {
                lock.unlock();
            }
        }
    }
}
