// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

/**
 * One line of a process's output, without its line end; long lines arrive cut.
 *
 * @param stream which stream it came from
 * @param text the line; invalid UTF-8 is replaced
 */
public record OutputLine(Stream stream, String text) {
    public OutputLine {
        requireNonNull(stream, "stream is null");
        requireNonNull(text, "text is null");
    }

    /** The two output streams of a process. */
    public enum Stream {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR
    }
}
