// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.work.Moment;
import java.time.Duration;

/** How long a start has gone without progress, and what was seen last. */
final class Readiness {
    private final Duration limit;
    private Moment lastProgress;
    private long progress;
    private String lastSeen = "nothing";

    Readiness(Duration limit, Moment start) {
        this.limit = limit;
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
        return limit.minus(now.since(lastProgress));
    }

    String lastSeen() {
        return lastSeen;
    }
}
