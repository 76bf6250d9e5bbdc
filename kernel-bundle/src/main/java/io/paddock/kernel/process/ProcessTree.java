// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * A process and everything below it, as seen at one moment: once the root is gone its children can no longer be found.
 * Handles carry the start time, so a reused process id is never signalled.
 */
final class ProcessTree {
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
        return new ArrayList<>(seen.stream().filter(ProcessHandle::isAlive).toList());
    }

    /** Completes when all of them are gone. */
    CompletableFuture<Void> gone() {
        return CompletableFuture.allOf(
                alive().stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    }
}
