// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.OutputLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The last lines a process wrote, numbered from 1. Each of its two streams has a ring of its own, bounded in lines and
 * in characters, so that a flood on one pushes out nothing of the other. Thread-safe.
 */
final class Tail {
    /** Lines of one stream that are kept. */
    static final int KEPT = 200;
    /** Characters of one stream that are kept. */
    static final int CHARACTERS = 256 * 1024;

    private final Ring out = new Ring(); // guarded by this
    private final Ring err = new Ring(); // guarded by this
    private long reached; // guarded by this

    private static final class Ring {
        private final Deque<NumberedLine> lines = new ArrayDeque<>();
        private int characters;

        void add(NumberedLine line) {
            lines.addLast(line);
            characters += line.line().text().length();
            while (lines.size() > KEPT || characters > CHARACTERS) {
                characters -= lines.removeFirst().line().text().length();
            }
        }
    }

    synchronized void add(OutputLine line) {
        Ring ring = line.stream() == OutputLine.Stream.STDOUT ? out : err;
        ring.add(new NumberedLine(++reached, line));
    }

    /** Number of the last line, or 0. */
    synchronized long reached() {
        return reached;
    }

    /** All that is kept, in the order it was written. */
    synchronized List<NumberedLine> lines() {
        List<NumberedLine> all = new ArrayList<>(out.lines);
        all.addAll(err.lines);
        all.sort(Comparator.comparingLong(NumberedLine::number));
        return all;
    }

    /** The last {@code count} lines, oldest first. */
    List<OutputLine> last(int count) {
        List<NumberedLine> all = lines();
        return all.subList(Math.max(0, all.size() - count), all.size()).stream()
                .map(NumberedLine::line)
                .toList();
    }
}
