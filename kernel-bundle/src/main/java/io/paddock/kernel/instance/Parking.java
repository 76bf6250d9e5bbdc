// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.time.Duration;

/**
 * What becomes of requests for a backend that went a moment ago.
 *
 * @param window how long it may be away and is still taken for one that is being replaced; zero: not at all
 * @param requests most requests that wait for that
 */
public record Parking(Duration window, int requests) {
    /** Five seconds, and a thousand requests. */
    public static final Parking DEFAULT = new Parking(Duration.ofSeconds(5), 1024);

    /** Nobody waits. */
    public static final Parking NONE = new Parking(Duration.ZERO, 0);
}
