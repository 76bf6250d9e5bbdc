// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.EventCause;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
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
                instance, instance.identity().wanted(), machine.leasing().tenure(), around.leases(), around.keeping());
    }

    void ensure(Waiter waiter, Moment now) {
        LeaseAnswers.answering(waiter::refuse, () -> machine.ensure(waiter, now));
    }

    void renew(String ref, LeaseTerms terms, Answer<Lease> answer, Moment now) {
        leases.renew(ref, terms, answer, now);
    }

    void renewed(Renewal renewal, Problem unwritten, Moment now) {
        leases.renewed(renewal, unwritten, now);
    }

    void release(String ref, String owner, Answer<Void> answer, Moment now) {
        leases.release(ref, owner, answer, () -> {
            instance.chronicle().because(EventCause.LEASES_ENDED, "its last lease was given back");
            machine.leasing().release(ref, owner, now);
            given();
        });
    }

    void revoke(String ref, Problem cause, Runnable then, Moment now) {
        leases.revoke(ref, cause, then, () -> {
            instance.chronicle().because(EventCause.LEASES_ENDED, "its last lease could not be kept");
            machine.leasing().revoke(ref, cause, now);
            given();
        });
    }

    private void given() {
        machine.leasesChanged();
        instance.publish();
    }
}
