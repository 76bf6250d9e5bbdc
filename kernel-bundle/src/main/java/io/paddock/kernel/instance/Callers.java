// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import java.util.ArrayList;
import java.util.List;

/** The callers that wait for an instance to become ready. Each is answered once, or sent on. Runs on the mailbox. */
final class Callers {
    private final List<Waiter> waiting = new ArrayList<>();
    private final LeaseDesk desk;

    Callers(LeaseDesk desk) {
        this.desk = desk;
    }

    void add(Waiter waiter) {
        waiting.add(waiter);
    }

    void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    boolean none() {
        return waiting.isEmpty();
    }

    /** Everybody, who from now on is somebody else's to answer. */
    List<Waiter> takeAll() {
        List<Waiter> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    void refuseAll(Problem problem) {
        takeAll().forEach(waiter -> desk.refused(waiter, problem));
    }
}
