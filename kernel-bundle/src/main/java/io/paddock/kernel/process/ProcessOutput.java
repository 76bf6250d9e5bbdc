// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.kernel.work.Time;
import io.paddock.spi.OutputLine;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the lines of one process go: its tail, its driver, and the log at debug level. Thread-safe. */
public final class ProcessOutput {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessOutput.class);
    private static final int LAST_WORDS = 5;
    private static final int LONGEST_WORD = 300;
    private static final int SHORTEST_SECRET = 4;
    private static final String MASK = "***";

    private final String instance;
    private final Tail tail = new Tail();
    private final LineRelay relay = new LineRelay();
    private final LogWaits waits = new LogWaits();
    private volatile boolean over;
    private volatile List<String> secrets = List.of();

    public ProcessOutput(String instance) {
        this.instance = instance;
    }

    /** From now on these texts are masked, for everybody but the driver. Too short ones would mask innocent words. */
    void mask(Collection<String> values) {
        secrets = values.stream()
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .distinct()
                .toList();
    }

    void accept(OutputLine line) {
        OutputLine shown = new OutputLine(line.stream(), masked(line.text()));
        tail.add(shown);
        waits.wake();
        LOG.debug("{}: {}", instance, shown.text());
        relay.offer(line);
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** No more lines will come. */
    public void end() {
        over = true;
        waits.wake();
    }

    /** Whether no more lines will come. */
    public boolean over() {
        return over;
    }

    /** Number of the last line, or 0. */
    public long reached() {
        return tail.reached();
    }

    /** All lines that are kept, oldest first. */
    public List<NumberedLine> lines() {
        return tail.lines();
    }

    /**
     * Completes when there is a line beyond {@code after}, when there will be none, or after {@code patience}; perhaps on
     * the thread that reads the process, so hand on what takes time.
     */
    public CompletableFuture<Void> beyond(long after, Duration patience, Time time) {
        return waits.next(() -> over || tail.reached() > after, patience, time);
    }

    /** The way to the driver. */
    public LineRelay relay() {
        return relay;
    }

    /** The last {@code count} lines, oldest first. */
    public List<OutputLine> last(int count) {
        return tail.last(count);
    }

    /** The last few lines, shortened: for people, since a program may write what it likes. */
    public List<String> lastWords() {
        return tail.last(LAST_WORDS).stream()
                .map(OutputLine::text)
                .map(text -> text.length() <= LONGEST_WORD ? text : text.substring(0, LONGEST_WORD))
                .toList();
    }
}
