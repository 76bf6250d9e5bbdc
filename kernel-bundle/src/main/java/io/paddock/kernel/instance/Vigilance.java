// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.time.Duration;

/**
 * How closely instances are watched.
 *
 * @param failuresOfAnOutage so many failed health checks in a row make an instance unavailable
 * @param longestOutage an instance that the runtime owns is given up after it was unavailable for so long
 * @param longestStart no start takes longer, whatever progress it makes
 */
public record Vigilance(int failuresOfAnOutage, Duration longestOutage, Duration longestStart) {
    /** Three checks; 30 s; one hour. */
    public static final Vigilance DEFAULT = new Vigilance(3, Duration.ofSeconds(30), Duration.ofHours(1));
}
