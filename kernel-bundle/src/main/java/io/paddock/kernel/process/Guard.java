// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

/**
 * A process beside the runtime that waits for the end of its input, which comes however the runtime ends, and then kills
 * what the runtime left. Without one the runtime works all the same. Used on the forking thread, where nothing else is said.
 */
sealed interface Guard permits MarkGuard, ListGuard {
    /** How it knows what to kill. */
    enum Kind {
        /** By the mark in its environment. */
        BY_MARK,
        /** By the process numbers and start times it was told. */
        BY_LIST;

        /** Marks are cheaper, and find what lost its parent; so they are taken wherever they can be read. */
        static Kind fitting(boolean marksWork) {
            return marksWork ? BY_MARK : BY_LIST;
        }
    }

    /**
     * One of that kind, which does not stand yet.
     *
     * @param run what the marks of all children of this run begin with
     */
    static Guard of(Kind kind, String run) {
        return switch (kind) {
            case BY_MARK -> new MarkGuard(run);
            case BY_LIST -> new ListGuard();
        };
    }

    /** Sees to it that it is there. */
    void stand();

    /** A child of the runtime runs. */
    void started(ProcessHandle child);

    /** A child of the runtime ended. On any thread. */
    void ended(long pid);

    /** The runtime ends in good order: the guard looks once more, then goes too. On any thread. */
    void leave();
}
