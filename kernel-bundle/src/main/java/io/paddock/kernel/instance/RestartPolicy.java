// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.time.Duration;

/**
 * How often and how soon an engine that failed is brought up again. Pure.
 *
 * @param base longest wait after a first failure; it doubles with each further one
 * @param longest longest wait of all
 * @param crashes so many failures within {@code window} are a crash loop
 * @param window how far back failures count, and how long an engine must have been ready to count as well again
 * @param pause how long an engine in a crash loop is left alone; one failure after that, and it is left alone again
 */
public record RestartPolicy(Duration base, Duration longest, int crashes, Duration window, Duration pause) {
    /** From 0.5 s to 30 s; five failures in two minutes give a pause of 30 s. */
    public static final RestartPolicy DEFAULT = new RestartPolicy(
            Duration.ofMillis(500), Duration.ofSeconds(30), 5, Duration.ofMinutes(2), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 20;

    /**
     * The wait before the next start: between half and all of what the number of failures stands for, so that engines
     * which failed together do not come back together.
     *
     * @param failures how many there were lately, from 1
     * @param chance where in that range, from 0 to 1
     */
    Duration backOff(int failures, double chance) {
        Duration doubled = base.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration whole = doubled.compareTo(longest) > 0 ? longest : doubled;
        return whole.minusNanos((long) (whole.toNanos() / 2.0 * chance));
    }
}
