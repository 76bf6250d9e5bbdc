// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and everything below it, as seen at one moment: once the root is gone its children can no longer be found.
 * Handles carry the start time, so a reused process id is never signalled. Used by one thread at a time.
 */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final ProcessHandle root;
    private final Set<ProcessHandle> seen = new TreeSet<>();

    ProcessTree(ProcessHandle root) {
        this.root = root;
        look();
    }

    private void look() {
        seen.add(root);
        try (var below = root.descendants()) {
            below.forEach(seen::add);
        }
    }

    /** Asks all of them to end. */
    void askToEnd() {
        alive().forEach(ProcessHandle::destroy);
    }

    /** Kills all of them, and what they started meanwhile. */
    void kill() {
        look();
        alive().forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> alive() {
        return seen.stream().filter(ProcessTree::runs).toList();
    }

    /** One that ended but was never collected by its parent is still in the process table; it runs no more. */
    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException | InvalidPathException e) {
            LOG.trace("no process table to look at", e); // another system than Linux, or it went this moment
            return process.isAlive();
        }
    }

    /** Completes when all of them are gone, with true, or after {@code limit}, with false. */
    CompletableFuture<Boolean> gone(Duration limit, Time time, Executor workers) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        look(answer, time.now(), limit, time, workers);
        return answer;
    }

    /** The JDK polls for processes that are no children of its own, with pauses of seconds; this polls faster. */
    private void look(CompletableFuture<Boolean> answer, Moment start, Duration limit, Time time, Executor workers) {
        if (alive().isEmpty()) {
            answer.complete(true);
        } else if (time.now().since(start).compareTo(limit) >= 0) {
            answer.complete(false);
        } else {
            Time.Alarm unused =
                    time.after(LOOK_EVERY, () -> workers.execute(() -> look(answer, start, limit, time, workers)));
        }
    }
}
