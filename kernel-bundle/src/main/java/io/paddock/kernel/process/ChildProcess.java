// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import io.paddock.spi.Launched;
import io.paddock.spi.OutputLine;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running child. Its standard input stays open as long as this runtime wants it alive, so a child can watch for its
 * end. Thread-safe; nothing blocks.
 */
public final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    /** A grandchild may hold the pipes open after the child is gone; then the last lines have had their time. */
    private static final Duration LAST_WORDS = Duration.ofMillis(300);

    /** How long after a KILL the system may take. */
    public static final Duration KILL_TAKES = Duration.ofSeconds(2);

    private final Process process;
    private final Mark mark;
    private final Launched launched;
    private final Time time;
    private final CompletableFuture<ExitFacts> exited = new CompletableFuture<>();

    ChildProcess(Process process, Mark mark, Launched launched, ProcessOutput output, Time time) {
        this.process = process;
        this.mark = mark;
        this.launched = launched;
        this.time = time;
        CompletableFuture<Void> dry = CompletableFuture.allOf(
                OutputPump.start(
                        launched.instanceId(), process.getInputStream(), OutputLine.Stream.STDOUT, output::accept),
                OutputPump.start(
                        launched.instanceId(), process.getErrorStream(), OutputLine.Stream.STDERR, output::accept));
        Completion.on(
                process.onExit(),
                (gone, failure) -> Completion.on(
                        Completion.within(dry, LAST_WORDS, time),
                        (inTime, never) -> exited.complete(
                                new ExitFacts(process.exitValue(), LoopbackPorts.taken(launched.port())))));
    }

    /** What its driver may know. */
    public Launched launched() {
        return launched;
    }

    /** Completes after the process ended and its last lines were read. */
    public CompletableFuture<ExitFacts> exited() {
        return exited;
    }

    Mark mark() {
        return mark;
    }

    /**
     * Ends the process and all below it, also when it ended before them: input closed and TERM, after {@code grace} KILL,
     * which is all when that is zero. Looks through the process table, so call it on a worker thread.
     *
     * @param workers where the second step runs
     * @return completes when they are gone, at the latest two seconds after the grace; true when nothing is left
     */
    public CompletableFuture<Boolean> terminate(Duration grace, Executor workers) {
        ProcessTree tree = new ProcessTree(process.toHandle(), mark);
        if (grace.isZero()) {
            tree.kill();
            return tree.gone(KILL_TAKES, time, workers);
        }
        closeInput();
        tree.askToEnd();
        return tree.gone(grace, time, workers)
                .thenComposeAsync(
                        politely -> {
                            if (politely) {
                                return CompletableFuture.completedFuture(true);
                            }
                            LOG.warn(
                                    "{} did not end within {} ms, it is killed",
                                    launched.instanceId(),
                                    grace.toMillis());
                            tree.kill();
                            return tree.gone(KILL_TAKES, time, workers);
                        },
                        workers);
    }

    /** Kills it and all below it, now. */
    void kill() {
        new ProcessTree(process.toHandle(), mark).kill();
    }

    private void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the input of {} was closed already", launched.instanceId(), e);
        }
    }
}
