// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import io.paddock.worker.Refusal;

/** Who is in the native code. A call that comes after its end would wait for ever. Thread-safe. */
final class Users {
    private final Runnable last;
    private int inside; // guarded by this
    private boolean closed; // guarded by this

    /** @param last run once, when it is closed and nobody is inside */
    Users(Runnable last) {
        this.last = last;
    }

    /**
     * Goes in; to be matched by one {@link #leave}.
     *
     * @throws Refusal when it is closed
     */
    synchronized void enter() {
        if (closed) {
            throw goingAway();
        }
        inside++;
    }

    /** What one hears who comes too late. */
    static Refusal goingAway() {
        return new Refusal(503, "draining", null, "this instance is going away");
    }

    void leave() {
        if (left()) {
            last.run();
        }
    }

    private synchronized boolean left() {
        inside--;
        return closed && inside == 0;
    }

    /** Lets nobody in any more. */
    void close() {
        if (shut()) {
            last.run();
        }
    }

    private synchronized boolean shut() {
        boolean first = !closed;
        closed = true;
        return first && inside == 0;
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
