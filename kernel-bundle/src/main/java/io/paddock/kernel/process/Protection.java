// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import java.util.List;

/** What sees to it that the children of one run end with it, however it ends. Used on the forking thread. */
final class Protection {
    private final String run = Mark.newRun();
    private final ParentDeath parentDeath;
    private final Guard guard;

    private Protection(ParentDeath parentDeath, boolean guarded) {
        this.parentDeath = parentDeath;
        this.guard = guarded ? new Guard(run) : null;
    }

    /** All that this system has. */
    static Protection whole() {
        return new Protection(new ParentDeath(), true);
    }

    /** As on a system that has no parent-death signal, and perhaps no guard. */
    static Protection without(boolean guarded) {
        return new Protection(new ParentDeath(List.of()), guarded);
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

    /** The run ends in good order. */
    void leave() {
        if (guard != null) {
            guard.leave();
        }
    }
}
