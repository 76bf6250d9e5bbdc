// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.time.Duration;

/**
 * How requests went so far.
 *
 * @param succeeded how many went well
 * @param failed how many did not
 * @param timed of how many the time to the first byte is known, of the latest ones
 * @param median median of those times, or null when there are none
 */
public record Score(long succeeded, long failed, int timed, Duration median) {
    /** Nothing is known. */
    public static final Score NONE = new Score(0, 0, 0, null);

    /** All requests. */
    public long all() {
        return succeeded + failed;
    }
}
