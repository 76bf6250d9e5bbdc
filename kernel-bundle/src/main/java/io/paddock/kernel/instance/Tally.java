// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.CallOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How the requests to one instance went. Remembers the latest times to a first byte, so many. Thread-safe. */
final class Tally {
    private static final int MOST_TIMES = 256;

    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong timed = new AtomicLong();
    private final AtomicLongArray times = new AtomicLongArray(MOST_TIMES); // ns

    void note(CallOutcome outcome) {
        (outcome.succeeded() ? succeeded : failed).incrementAndGet();
        if (outcome.firstByte() != null) {
            long number = timed.getAndIncrement();
            times.set((int) (number % MOST_TIMES), outcome.firstByte().toNanos());
        }
    }

    /** What was noted so far. */
    Score score() {
        int known = (int) Math.min(timed.get(), MOST_TIMES);
        long[] sorted = new long[known];
        for (int i = 0; i < known; i++) {
            sorted[i] = times.get(i);
        }
        Arrays.sort(sorted);
        Duration median = known == 0 ? null : Duration.ofNanos(sorted[known / 2]);
        return new Score(succeeded.get(), failed.get(), known, median);
    }
}
