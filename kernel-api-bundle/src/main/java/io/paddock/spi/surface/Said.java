// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.surface;

import static java.util.Objects.requireNonNull;

/**
 * What a command said.
 *
 * @param status its exit code, or 128 plus the signal that ended it
 * @param text what it wrote; invalid UTF-8 is replaced
 */
public record Said(int status, String text) {
    public Said {
        requireNonNull(text, "text is null");
    }
}
