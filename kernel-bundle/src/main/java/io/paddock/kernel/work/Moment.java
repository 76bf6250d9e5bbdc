// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import java.time.Duration;
import java.time.Instant;

/**
 * One point in time on two clocks: the monotonic one decides, the wall clock is shown.
 *
 * @param nanos monotonic, from 0 at the start of the clock
 * @param wall wall-clock time
 */
public record Moment(long nanos, Instant wall) {
    /** How long ago {@code earlier} was, on the monotonic clock. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }
}
