// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.EventCause;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Moment;

/** Answers those who ask one instance for a lease or about one. Runs on its mailbox; whoever asks is answered. */
final class CallerAnswers {
    private final Instance instance;
    private final InstanceMachine machine;
    private final LeaseAnswers leases;

    CallerAnswers(Instance instance, InstanceMachine machine, Surroundings around) {
        this.instance = instance;
        this.machine = machine;
        this.leases = new LeaseAnswers(
                instance, instance.identity().wanted(), machine.leasing().tenure(), around.keeping());
    }

    void ensure(Waiter waiter, Moment now) {
        LeaseAnswers.answering(waiter::refuse, () -> {
            if (machine.leasing().missed(waiter, machine.state())) {
                waiter.tryAgain();
            } else {
                machine.ensure(waiter, now);
            }
        });
    }

    void renew(Asked asked, Answer<Lease> answer, Moment now) {
        leases.renew(asked, answer, now);
    }

    void renewed(Renewal renewal, Problem unwritten, Moment now) {
        leases.renewed(renewal, unwritten, now);
    }

    void release(HeldLease lease, String owner, Answer<Void> answer, Moment now) {
        leases.release(lease, owner, answer, () -> {
            instance.chronicle().because(EventCause.LEASES_ENDED, "its last lease was given back");
            machine.leasing().release(lease, owner, now);
            given();
        });
    }

    void revoke(HeldLease lease, Problem cause, Runnable then, Moment now) {
        leases.revoke(lease, cause, then, () -> {
            instance.chronicle().because(EventCause.LEASES_ENDED, "its last lease could not be kept");
            machine.leasing().revoke(lease, cause, now);
            given();
        });
    }

    private void given() {
        machine.leasesChanged();
        instance.publish();
    }
}
