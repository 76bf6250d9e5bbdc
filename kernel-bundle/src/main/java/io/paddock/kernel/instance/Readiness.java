// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.work.Moment;
import java.time.Duration;

/** How long a start has gone without progress, and altogether, and what was seen last. */
final class Readiness {
    private final Duration limit;
    private final Duration longest;
    private final Moment start;
    private Moment lastProgress;
    private long progress;
    private String lastSeen = "nothing";

    /**
     * @param limit longest time without progress
     * @param longest longest time of all, whatever progress there is
     * @param start from when on both count
     */
    Readiness(Duration limit, Duration longest, Moment start) {
        this.limit = limit;
        this.longest = longest;
        this.start = start;
        this.lastProgress = start;
    }

    void seen(String because, long newProgress, Moment now) {
        lastSeen = because;
        if (newProgress > progress) {
            progress = newProgress;
            lastProgress = now;
        }
    }

    /** What is left until the start is given up; zero or less when it is time. */
    Duration left(Moment now) {
        Duration stall = limit.minus(now.since(lastProgress));
        Duration whole = longest.minus(now.since(start));
        return stall.compareTo(whole) < 0 ? stall : whole;
    }

    /** Why the start was given up, in words. */
    String verdict(Moment now) {
        boolean stalled = now.since(lastProgress).compareTo(limit) >= 0;
        String why = stalled
                ? "made no progress for " + limit.toMillis() + " ms"
                : "took longer than " + longest.toMillis() + " ms";
        return why + " and is not ready; last seen: " + lastSeen;
    }
}
