// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A process and everything below it. Once the root is gone its children have another parent; where environments can be
 * read they are still found, by their mark. Handles carry the start time, so a reused process id is never signalled.
 * Used by one thread at a time.
 */
final class ProcessTree {
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final ProcessHandle root;
    private final Mark mark;
    private final Set<ProcessHandle> seen = new TreeSet<>();

    /** @param root may be gone already, or null: what it started is then known by {@code mark} alone */
    ProcessTree(ProcessHandle root, Mark mark) {
        this.root = root;
        this.mark = mark;
        look();
    }

    private void look() {
        if (root != null) {
            seen.add(root);
            try (var below = root.descendants()) {
                below.forEach(seen::add);
            }
        }
        seen.addAll(ProcessTable.carrying(mark));
    }

    /** The numbers of those that run. */
    List<Long> pids() {
        return alive().stream().map(ProcessHandle::pid).toList();
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

    /** Whether nothing of it runs, also nothing that was started since. */
    boolean isGone() {
        if (alive().isEmpty()) {
            look();
        }
        return alive().isEmpty();
    }

    private List<ProcessHandle> alive() {
        return seen.stream().filter(ProcessTable::runs).toList();
    }

    /** Completes when all of them are gone, with true, or after {@code limit}, with false. */
    CompletableFuture<Boolean> gone(Duration limit, Time time, Executor workers) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        look(answer, time.now(), limit, time, workers);
        return answer;
    }

    /** The JDK polls for processes that are no children of its own, with pauses of seconds; this polls faster. */
    private void look(CompletableFuture<Boolean> answer, Moment start, Duration limit, Time time, Executor workers) {
        if (isGone()) {
            answer.complete(true);
        } else if (time.now().since(start).compareTo(limit) >= 0) {
            answer.complete(false);
        } else {
            Time.Alarm unused =
                    time.after(LOOK_EVERY, () -> workers.execute(() -> look(answer, start, limit, time, workers)));
        }
    }
}
