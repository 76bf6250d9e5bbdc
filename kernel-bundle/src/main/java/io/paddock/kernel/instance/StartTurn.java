// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

/** The place of one instance among those that come up. On its mailbox only. */
final class StartTurn {
    private StartGate gate; // null: it needs no turn
    private StartGate.Turn turn;

    void at(StartGate starts) {
        gate = starts;
    }

    /**
     * Waits for its turn.
     *
     * @param now what to do when it needs none
     * @param later what to do when it has come; on any thread
     */
    void await(Runnable now, Runnable later) {
        if (gate == null) {
            now.run();
        } else {
            turn = gate.enter(later);
        }
    }

    /** The next one may come up. */
    void over() {
        if (turn != null) {
            turn.leave();
            turn = null;
        }
    }
}
