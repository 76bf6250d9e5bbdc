// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.OutputLine;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the lines of one process go: its tail, its driver, and the log at debug level. Thread-safe. */
public final class ProcessOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessOutput.class);
    private static final int LAST_WORDS = 5;
    private static final int LONGEST_WORD = 300;

    private final String instance;
    private final Tail tail = new Tail();
    private final LineRelay relay = new LineRelay();

    public ProcessOutput(String instance) {
        this.instance = instance;
    }

    void accept(OutputLine line) {
        tail.add(line);
        LOG.debug("{}: {}", instance, line.text());
        relay.offer(line);
    }

    /** The last lines, oldest first. */
    Tail tail() {
        return tail;
    }

    /** The way to the driver. */
    public LineRelay relay() {
        return relay;
    }

    /** The last few lines, shortened: for people, since a program may write what it likes. */
    public List<String> lastWords() {
        return tail.last(LAST_WORDS).stream()
                .map(OutputLine::text)
                .map(text -> text.length() <= LONGEST_WORD ? text : text.substring(0, LONGEST_WORD))
                .toList();
    }
}
