// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.OutputLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines a process wrote. Thread-safe. */
final class Tail {
    /** Lines that are kept. */
    static final int KEPT = 200;

    private final Deque<OutputLine> lines = new ArrayDeque<>(); // guarded by this

    synchronized void add(OutputLine line) {
        if (lines.size() == KEPT) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** The last {@code count} lines, oldest first. */
    synchronized List<OutputLine> last(int count) {
        List<OutputLine> all = new ArrayList<>(lines);
        return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
    }
}
