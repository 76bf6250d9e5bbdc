// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import java.time.Duration;

/** Counts leases that are too short and too many to be told one by one. Used on the mailbox only. */
final class LeaseCount {
    /** How long is counted before it is told. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    /** Hears what was counted. */
    @FunctionalInterface
    interface Report {
        void counted(long granted, long ended, Duration over);
    }

    private final Time time;
    private final Report report;
    private Moment since; // null while nothing is counted
    private long granted;
    private long ended;

    LeaseCount(Time time, Report report) {
        this.time = time;
        this.report = report;
    }

    void granted() {
        begin();
        granted++;
    }

    void ended() {
        begin();
        ended++;
    }

    private void begin() {
        since = since == null ? time.now() : since;
    }

    /** Tells when it is time. */
    void look() {
        if (since != null && time.now().since(since).compareTo(WINDOW) >= 0) {
            report();
        }
    }

    /** Tells now what was counted, if anything was. */
    void report() {
        if (since != null) {
            Duration over = time.now().since(since);
            since = null;
            report.counted(granted, ended, over);
            granted = 0;
            ended = 0;
        }
    }
}
