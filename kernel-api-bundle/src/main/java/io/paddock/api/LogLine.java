// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * One line that an engine's process wrote.
 *
 * @param stream {@code stdout} or {@code stderr}
 * @param text the line, cut when long, with the secrets that the kernel knows masked; may hold file paths
 */
public record LogLine(String stream, String text) {
    public LogLine {
        requireNonNull(stream, "stream is null");
        requireNonNull(text, "text is null");
    }
}
