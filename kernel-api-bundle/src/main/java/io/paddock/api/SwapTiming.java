// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * How long one phase of a swap took.
 *
 * @param phase the phase
 * @param startedAt when it began
 * @param took how long it took; null while it lasts
 */
public record SwapTiming(SwapPhase phase, Instant startedAt, Duration took) {
    public SwapTiming {
        requireNonNull(phase, "phase is null");
        requireNonNull(startedAt, "startedAt is null");
    }
}
