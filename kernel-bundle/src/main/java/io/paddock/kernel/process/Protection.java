// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.util.List;

/** What sees to it that the children of one run end with it, however it ends. Used on the forking thread, where nothing else is said. */
final class Protection {
    private final String run = Mark.newRun();
    private final ParentDeath parentDeath;
    private final Guard guard;

    private Protection(ParentDeath parentDeath, Guard.Kind kind) {
        this.parentDeath = parentDeath;
        this.guard = kind == null ? null : Guard.of(kind, run);
    }

    /** All that this system has. */
    static Protection whole() {
        return new Protection(new ParentDeath(), Guard.Kind.fitting(MarkGuard.works()));
    }

    /**
     * As on a system that has no parent-death signal.
     *
     * @param kind null: no guard either
     */
    static Protection guardedAlone(Guard.Kind kind) {
        return new Protection(new ParentDeath(List.of()), kind);
    }

    /** The mark of a child. */
    Mark mark(long number) {
        return new Mark(run, number);
    }

    /** Words to put before a command. */
    List<String> prefix() {
        return parentDeath.prefix();
    }

    /** Before a child is started. */
    void guard() {
        if (guard != null) {
            guard.stand();
        }
    }

    /** A child runs. */
    void started(ProcessHandle child) {
        if (guard != null) {
            guard.started(child);
        }
    }

    /** A child ended. On any thread. */
    void ended(long pid) {
        if (guard != null) {
            guard.ended(pid);
        }
    }

    /** The run ends in good order. */
    void leave() {
        if (guard != null) {
            guard.leave();
        }
    }
}
