// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Leases that outlive a request go from an instance to another holder, and whoever waits for it with them. The tables
 * know before anybody can ask again; the instance stays as long as the owners may not know.
 *
 * @param leases all live leases
 */
record Handover(LeaseTable leases) {
    private static final Problem GONE = Problem.of(
            ErrorCode.INSTANCE_UNAVAILABLE, "the instance that took over went at once; ensure the endpoint again");

    private static final Problem WAITS = Problem.of(
            ErrorCode.DRAINING, "the instance that took over was replaced at once; another one takes its place");

    /** To another instance, which is ready. */
    void toInstance(Instance from, Instance next, Surroundings around) {
        hand(
                from,
                next,
                lasting -> next.decide(
                        machine -> take(lasting, machine, around.time().now())));
        from.decide(machine -> machine.waiters().takeAll().forEach(waiter -> {
            waiter.movedTo(next);
            next.ensure(waiter);
        }));
        from.decide(machine -> next.passOn(WAITS));
    }

    /** One that went in this very moment passes them on, or they end, and their owners are told. */
    private static void take(List<HeldLease> lasting, InstanceMachine machine, Moment now) {
        boolean departed = machine.leasing().departed();
        boolean lives = machine.state() == InstanceState.STARTING || machine.state() == InstanceState.READY;
        if (lives && !departed) {
            machine.leasing().receive(lasting, now);
        } else {
            Problem cause = departed ? WAITS : GONE;
            machine.inherit(new Estate(lasting, List.of(), cause, Duration.ZERO), now);
        }
    }

    /** To what stands for the endpoint until there is another instance. */
    void toInterim(Instance from, Interim interim) {
        hand(from, interim, interim::take);
        from.decide(machine -> interim.stay());
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
