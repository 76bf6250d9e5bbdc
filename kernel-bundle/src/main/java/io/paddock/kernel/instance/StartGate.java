// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntSupplier;

/** Lets so many engines come up at once; the others queue in order. Thread-safe. */
final class StartGate {
    private final IntSupplier places;
    private final Queue<Turn> queue = new ArrayDeque<>(); // guarded by this
    private int taken; // guarded by this

    StartGate(IntSupplier places) {
        this.places = places;
    }

    /** One engine's turn. */
    final class Turn {
        private final Runnable begin;
        private boolean begun; // guarded by the gate
        private boolean over; // guarded by the gate

        private Turn(Runnable begin) {
            this.begin = begin;
        }

        /** The engine is up, or gave up: the next one may begin. Saying it twice does no harm. */
        void leave() {
            StartGate.this.leave(this);
        }
    }

    /** Queues {@code begin}; it runs at once, on this thread, when there is room. */
    Turn enter(Runnable begin) {
        Turn turn = new Turn(begin);
        synchronized (this) {
            queue.add(turn);
        }
        beginNext();
        return turn;
    }

    private void leave(Turn turn) {
        synchronized (this) {
            if (turn.over) {
                return;
            }
            turn.over = true;
            if (turn.begun) {
                taken--;
            } else {
                queue.remove(turn);
            }
        }
        beginNext();
    }

    private void beginNext() {
        for (Turn next = admit(); next != null; next = admit()) {
            next.begin.run();
        }
    }

    private synchronized Turn admit() {
        if (queue.isEmpty() || taken >= places.getAsInt()) {
            return null;
        }
        Turn next = queue.remove();
        next.begun = true;
        taken++;
        return next;
    }
}
