// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import io.paddock.worker.Refusal;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets as many requests compute as the engine has places, some more wait, and no more. Thread-safe. */
final class Admission {
    private static final long LONGEST_WAIT_S = 120;

    private final Semaphore places;
    private final Semaphore line;

    /**
     * @param parallel requests that compute at once
     * @param queue further requests that wait
     */
    Admission(int parallel, int queue) {
        places = new Semaphore(parallel, true);
        line = new Semaphore(parallel + queue);
    }

    /**
     * Takes a place, after a wait if need be. Each return is to be matched by one {@link #leave}.
     *
     * @throws Refusal when there is no room
     */
    void enter() throws InterruptedException {
        if (!line.tryAcquire()) {
            throw full("too many requests wait for this model already");
        }
        boolean placed = false;
        try {
            placed = places.tryAcquire(LONGEST_WAIT_S, TimeUnit.SECONDS);
        } finally {
            if (!placed) {
                line.release();
            }
        }
        if (!placed) {
            throw full("no place became free in " + LONGEST_WAIT_S + " s");
        }
    }

    /** Gives a place back. */
    void leave() {
        places.release();
        line.release();
    }

    /** How many requests compute or wait now. */
    boolean isIdle(int parallel, int queue) {
        return line.availablePermits() == parallel + queue;
    }

    private static Refusal full(String why) {
        return new Refusal(503, "at_capacity", null, why + "; try again shortly");
    }
}
