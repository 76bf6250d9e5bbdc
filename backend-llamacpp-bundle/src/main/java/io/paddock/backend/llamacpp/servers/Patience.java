// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Until when a piece of work may go on. Thread-safe as its parts are. */
public final class Patience {
    private final long endNanos;
    private final BooleanSupplier givenUp;

    private Patience(long endNanos, BooleanSupplier givenUp) {
        this.endNanos = endNanos;
        this.givenUp = givenUp;
    }

    /** From now on, until the time is over or nobody waits any more. */
    public static Patience of(Duration whole, BooleanSupplier givenUp) {
        return new Patience(System.nanoTime() + whole.toNanos(), givenUp);
    }

    /** Returns while the work may go on, else refuses. */
    void check() {
        if (givenUp.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw Refusal.of("adding the engine was given up");
        }
        if (System.nanoTime() - endNanos > 0) {
            throw Refusal.of("adding the engine took too long; fetch the archive first, then add the file");
        }
    }
}
