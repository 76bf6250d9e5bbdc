// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

/**
 * Whether a backend can work here.
 *
 * @param usable the answer
 * @param detail what was searched, what is missing and how to get it; empty when available
 */
public record Availability(boolean usable, String detail) {
    public Availability {
        requireNonNull(detail, "detail is null");
    }

    /** It can work. */
    public static Availability available() {
        return new Availability(true, "");
    }

    /** It cannot work, and why. */
    public static Availability unavailable(String detail) {
        return new Availability(false, detail);
    }
}
