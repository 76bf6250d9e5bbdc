// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines. A line ends with LF, CR or CRLF, wherever the chunks break; one that is too long is
 * cut and its rest skipped; invalid UTF-8 is replaced. Not thread-safe: one reader, one framer.
 */
final class LineFramer {
    /** Bytes of a line that are kept. */
    static final int LONGEST_LINE = 16 * 1024;

    private final Consumer<String> lines;
    private final byte[] line = new byte[LONGEST_LINE];
    private int kept;
    private boolean afterCr;
    private boolean begun;

    LineFramer(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes the next {@code length} bytes. */
    void accept(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            accept(bytes[i]);
        }
    }

    private void accept(byte next) {
        boolean secondOfCrLf = afterCr && next == '\n';
        afterCr = next == '\r';
        if (secondOfCrLf) {
            return;
        }
        if (next == '\n' || next == '\r') {
            emit();
            return;
        }
        begun = true;
        if (kept < LONGEST_LINE) {
            line[kept++] = next;
        }
    }

    /** The stream is over; what has no line end is a line too. */
    void finish() {
        if (begun) {
            emit();
        }
    }

    private void emit() {
        int end = kept < LONGEST_LINE ? kept : characterBorder(line);
        kept = 0;
        begun = false;
        lines.accept(new String(line, 0, end, StandardCharsets.UTF_8));
    }

    /** A cut inside a character would leave a broken one behind: go back to its first byte. */
    private static int characterBorder(byte[] bytes) {
        int last = bytes.length - 1;
        int first = last;
        while (first > last - 3 && (bytes[first] & 0xC0) == 0x80) {
            first--;
        }
        int lead = bytes[first] & 0xFF;
        int wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return last - first + 1 < wanted ? first : bytes.length;
    }
}
