// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.List;
import java.util.function.Consumer;

/**
 * Leases that outlive a request go from an instance to another holder, and whoever waits for it with them. The tables
 * know before anybody can ask again; the instance stays as long as the owners may not know.
 *
 * @param leases all live leases
 */
record Handover(LeaseTable leases) {
    /** To another instance, which is ready. */
    void toInstance(Instance from, Instance next, Surroundings around) {
        hand(
                from,
                next,
                lasting -> next.decide(machine ->
                        machine.leasing().receive(lasting, around.time().now())));
        from.decide(machine -> machine.waiters().takeAll().forEach(waiter -> {
            waiter.movedTo(next);
            next.ensure(waiter);
        }));
    }

    /** To what stands for the endpoint until there is another instance. */
    void toInterim(Instance from, Interim interim) {
        hand(from, interim, interim::take);
    }

    /** Whoever waits for it begins anew. */
    void sendAway(Instance from) {
        from.decide(machine -> machine.waiters().takeAll().forEach(Waiter::tryAgain));
    }

    private void hand(Instance from, LeaseHolder next, Consumer<List<HeldLease>> taking) {
        from.decide(machine -> {
            List<HeldLease> lasting = machine.leasing().depart();
            Followers followers =
                    new Followers(leases, lasting.stream().map(HeldLease::lease).toList());
            taking.accept(lasting); // whoever takes them may renew them at once
            lasting.forEach(lease -> lease.moveTo(next));
            machine.leasing().followedBy(followers);
        });
    }
}
