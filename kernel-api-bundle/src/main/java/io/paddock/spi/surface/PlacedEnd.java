// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.surface;

import static java.util.Objects.requireNonNull;

/**
 * How a placed process ended.
 *
 * @param status its exit code, or 128 plus the signal that ended it
 * @param portTaken whether another process listens on the port that it was given
 * @param lost why its end was not seen, as a sentence without a subject ({@code was lost: …}), or the empty text; then
 *     the status means nothing
 */
public record PlacedEnd(int status, boolean portTaken, String lost) {
    public PlacedEnd {
        requireNonNull(lost, "lost is null");
    }

    /** It ended, and its port is nobody's. */
    public static PlacedEnd of(int status) {
        return new PlacedEnd(status, false, "");
    }

    /** Nobody knows. */
    public static PlacedEnd lost(String why) {
        return new PlacedEnd(0, false, why);
    }
}
