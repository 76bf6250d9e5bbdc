// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.state.WantedInstance;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers those who ask one holder about a lease; what is kept is written before it is answered. Runs on the holder's
 * mailbox; whoever asks is answered.
 */
final class LeaseAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseAnswers.class);

    private final LeaseHolder holder;
    private final WantedInstance wanted;
    private final Tenure tenure;
    private final Keeping keeping;

    /** @param wanted what the holder's leases are bound to */
    LeaseAnswers(LeaseHolder holder, WantedInstance wanted, Tenure tenure, Keeping keeping) {
        this.holder = holder;
        this.wanted = wanted;
        this.tenure = tenure;
        this.keeping = keeping;
    }

    void renew(Asked asked, Answer<Lease> answer, Moment now) {
        answering(answer::refuse, () -> {
            HeldLease lease = asked.lease();
            LeaseHolder other = movedTo(lease);
            if (other != null) {
                other.renew(asked, answer);
                return;
            }
            if (!keeping.keeps(asked.terms().ttl())) {
                answer.grant(tenure.renew(asked, now));
                return;
            }
            Renewal renewal = tenure.book().propose(asked, answer, now);
            tenure.book().spare(lease); // it was renewed in time, however long the write takes
            Completion.on(
                    keeping.keep(renewal.renewed(), wanted),
                    (written, failure) ->
                            lease.holder().renewed(renewal, failure == null ? null : Keeping.problem(failure)));
        });
    }

    /** What could not be written did not happen; the older form is written again, for nobody knows what is there. */
    void renewed(Renewal renewal, Problem unwritten, Moment now) {
        answering(renewal.answer()::refuse, () -> {
            LeaseHolder other = movedTo(renewal.lease());
            if (other != null) {
                other.renewed(renewal, unwritten);
                return;
            }
            Lease lease = tenure.settle(renewal, unwritten == null, now).orElseThrow(LeaseBook::unknown);
            if (unwritten != null) {
                keeping.update(lease, wanted);
                renewal.answer().refuse(unwritten);
            } else if (lease.equals(renewal.renewed())) {
                renewal.answer().grant(lease);
            } else { // its instance changed meanwhile, and was written with the old expiry
                Keeping.tell(keeping.keep(lease, wanted), lease, renewal.answer());
            }
        });
    }

    /** @param ending ends a lease of this holder for its owner */
    void release(HeldLease lease, String owner, Answer<Void> answer, Runnable ending) {
        answering(answer::refuse, () -> {
            LeaseHolder other = movedTo(lease);
            if (other != null) {
                other.release(lease, owner, answer);
                return;
            }
            boolean kept = tenure.book().holds(lease) && keeping.keeps(lease.ttl());
            ending.run();
            if (kept) {
                Keeping.tell(keeping.drop(lease.ref()), null, answer);
            } else {
                answer.grant(null);
            }
        });
    }

    /** @param ending ends a lease of this holder */
    void revoke(HeldLease lease, Problem cause, Runnable then, Runnable ending) {
        LeaseHolder other = movedTo(lease);
        if (other != null) {
            other.revoke(lease, cause, then);
            return;
        }
        try {
            ending.run();
        } finally {
            then.run();
        }
    }

    /** The holder to ask about a lease that was this one's when the question was put, or null. */
    private LeaseHolder movedTo(HeldLease lease) {
        LeaseHolder now = lease.holder();
        return tenure.book().holds(lease) || now == holder ? null : now;
    }

    static void answering(Consumer<Problem> refusal, Runnable task) {
        try {
            task.run();
        } catch (InferenceException e) {
            refusal.accept(e.problem());
        } catch (RuntimeException | Error e) {
            LOG.error("a question about a lease could not be answered", e);
            refusal.accept(Problem.of(ErrorCode.INTERNAL, "the runtime failed; its log says why"));
        }
    }
}
