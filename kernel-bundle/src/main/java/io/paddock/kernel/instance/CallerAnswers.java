// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.EventCause;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Moment;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers those who ask one instance for a lease or about one. Runs on its mailbox; whoever asks is answered. */
final class CallerAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(CallerAnswers.class);

    private final Instance instance;
    private final InstanceMachine machine;
    private final LeaseTable leases;

    CallerAnswers(Instance instance, InstanceMachine machine, LeaseTable leases) {
        this.instance = instance;
        this.machine = machine;
        this.leases = leases;
    }

    void ensure(Waiter waiter, Moment now) {
        answering(waiter::refuse, () -> machine.ensure(waiter, now));
    }

    void renew(String ref, LeaseTerms terms, Answer<Lease> answer, Moment now) {
        answering(answer::refuse, () -> {
            Optional<Instance> other = movedTo(ref);
            if (other.isPresent()) {
                other.get().renew(ref, terms, answer);
            } else {
                answer.grant(machine.leasing().renew(ref, terms, now));
            }
        });
    }

    void release(String ref, String owner, Answer<Void> answer, Moment now) {
        answering(answer::refuse, () -> {
            Optional<Instance> other = movedTo(ref);
            if (other.isPresent()) {
                other.get().release(ref, owner, answer);
                return;
            }
            instance.chronicle().because(EventCause.LEASES_ENDED, "its last lease was given back");
            machine.leasing().release(ref, owner, now);
            instance.given();
            answer.grant(null);
        });
    }

    /** The instance to ask about a lease that was this one's when the question was put. */
    private Optional<Instance> movedTo(String ref) {
        return machine.leasing().book().holds(ref)
                ? Optional.empty()
                : leases.holder(ref).filter(holder -> holder != instance);
    }

    private static void answering(Consumer<Problem> refusal, Runnable task) {
        try {
            task.run();
        } catch (InferenceException e) {
            refusal.accept(e.problem());
        } catch (RuntimeException | Error e) {
            LOG.error("an instance could not answer", e);
            refusal.accept(Problem.of(ErrorCode.INTERNAL, "the runtime failed; its log says why"));
        }
    }
}
