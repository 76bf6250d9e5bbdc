// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import java.time.Duration;

/** The moment at which a look must be over, however many calls it makes. */
public final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** Ends {@code budget} from now. */
    public static Deadline in(Duration budget) {
        return new Deadline(System.nanoTime() + budget.toNanos());
    }

    /** What is left, in nanoseconds; 0 when it has passed. */
    long nanosLeft() {
        return Math.max(0, end - System.nanoTime());
    }
}
