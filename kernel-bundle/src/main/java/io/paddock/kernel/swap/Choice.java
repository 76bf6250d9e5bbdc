// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.SwapStrategy;
import java.time.Duration;

/**
 * How a swap goes about it, and why.
 *
 * @param strategy how
 * @param because why, in words
 * @param gap how long requests are expected to wait, or null when that is not known
 */
record Choice(SwapStrategy strategy, String because, Duration gap) {
    /**
     * What there is to decide on.
     *
     * @param instances how many candidates come up
     * @param room how many more instances there may be
     * @param need bytes that the candidates are expected to take, or negative when that is not known
     * @param available bytes that are left, or negative when that is not known
     * @param loadTook how long the slowest of the old ones took to load, or null when that is not known
     */
    record Situation(int instances, int room, long need, long available, Duration loadTook) {}

    private static final long MIB = 1 << 20;

    /** @param wanted what was asked for, or null */
    static Choice of(SwapStrategy wanted, Situation now) {
        if (wanted != null) {
            return new Choice(wanted, "it was asked for", gap(wanted, now));
        }
        if (now.instances() > now.room()) {
            return drain(
                    "there may be " + now.room() + " more instances, and " + now.instances() + " candidates come up",
                    now);
        }
        if (now.need() >= 0 && now.available() >= 0 && now.need() > now.available()) {
            return drain(
                    "the candidates are expected to take " + now.need() / MIB + " MiB, and " + now.available() / MIB
                            + " MiB are left",
                    now);
        }
        return new Choice(SwapStrategy.SIDE_BY_SIDE, "there is room for both", Duration.ZERO);
    }

    private static Choice drain(String because, Situation now) {
        return new Choice(SwapStrategy.DRAIN_STOP_START, because, gap(SwapStrategy.DRAIN_STOP_START, now));
    }

    private static Duration gap(SwapStrategy strategy, Situation now) {
        return strategy == SwapStrategy.SIDE_BY_SIDE || now.instances() == 0 ? Duration.ZERO : now.loadTook();
    }
}
