// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import java.time.Duration;

/**
 * How patient the kernel is with an instance. None of these is part of its identity.
 *
 * @param readyWithin longest time without progress until ready
 * @param probeEvery pause between two readiness probes
 * @param probeBudget longest time one probe or health check may take
 * @param healthEvery pause between two health checks
 * @param stopGrace how long a stopping engine may take before force, counted from when its requests have ended or
 *     their time is over; zero for one that has nothing to save: force at once
 * @param idleAfter stop after this long without a lease; null means never
 */
public record Timings(
        Duration readyWithin,
        Duration probeEvery,
        Duration probeBudget,
        Duration healthEvery,
        Duration stopGrace,
        Duration idleAfter) {
    /** Ready within 60 s, probe every 50 ms for at most 2 s, health every 2 s, 5 s to stop, never idle. */
    public static final Timings DEFAULT = new Timings(
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            null);

    public Timings {
        positive("readyWithin", readyWithin);
        positive("probeEvery", probeEvery);
        positive("probeBudget", probeBudget);
        positive("healthEvery", healthEvery);
        if (stopGrace.isNegative()) {
            throw new IllegalArgumentException("stopGrace must not be negative: " + stopGrace);
        }
        if (idleAfter != null) {
            positive("idleAfter", idleAfter);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }

    /** The same with another readiness limit. */
    public Timings withReadyWithin(Duration limit) {
        return new Timings(limit, probeEvery, probeBudget, healthEvery, stopGrace, idleAfter);
    }

    /** The same with another patience when it stops. */
    public Timings withStopGrace(Duration grace) {
        return new Timings(readyWithin, probeEvery, probeBudget, healthEvery, grace, idleAfter);
    }

    /** The same with another idle limit, or null for never. */
    public Timings withIdleAfter(Duration limit) {
        return new Timings(readyWithin, probeEvery, probeBudget, healthEvery, stopGrace, limit);
    }
}
