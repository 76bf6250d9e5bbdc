// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.SwapPhase;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.instance.Limits;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long each phase of a swap may take. Pure.
 *
 * @param terms what was asked for
 * @param limits what the kernel is configured for
 */
record Bounds(SwapTerms terms, Supplier<Limits> limits) {
    /** So much longer than what is waited for, before a phase is given up. */
    static final Duration MARGIN = Duration.ofSeconds(15);
    /** Longest time for one step of installing. */
    static final Duration INSTALL = Duration.ofMinutes(2);

    private static final Duration USUAL_PROBATION = Duration.ofSeconds(10);

    Duration of(SwapPhase phase) {
        return switch (phase) {
            case RESOLVE, START -> INSTALL;
            case LOAD -> load();
            case READY -> MARGIN;
            case CANARY -> (terms.canaryWithin() == null ? Canary.USUAL : terms.canaryWithin()).plus(MARGIN);
            case SWITCH -> load().plus(MARGIN);
            case PROBATION -> probation().plus(MARGIN);
            case DRAIN -> drain().plus(MARGIN);
            case STOP -> INSTALL.plus(drain());
        };
    }

    Duration load() {
        return terms.loadWithin() == null ? limits.get().vigilance().longestStart() : terms.loadWithin();
    }

    Duration probation() {
        return terms.probation() == null ? USUAL_PROBATION : terms.probation();
    }

    Duration drain() {
        return terms.drain() == null ? limits.get().drain() : terms.drain();
    }
}
