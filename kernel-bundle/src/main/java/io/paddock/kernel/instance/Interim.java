// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.SerialExecutor;
import io.paddock.kernel.work.Time;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands for an endpoint after a restart of the runtime, or while its backend is being replaced, until there is an
 * instance: its leases can be renewed and released, and run out. Thread-safe; nothing blocks.
 */
final class Interim implements LeaseHolder {
    private final WantedInstance wanted;
    private final long restored;
    private final Problem because;
    private final Set<Instance> left = ConcurrentHashMap.newKeySet();
    private final Surroundings around;
    private final Asides asides;
    private final SerialExecutor mailbox;
    private final Tenure tenure; // on the mailbox only
    private final LeaseAnswers answers; // on the mailbox only
    private final LeaseNews news; // on the mailbox only

    /**
     * Why it stands there.
     *
     * @param entry number of the entry that tells
     * @param problem what its leases say about it
     */
    record Reason(long entry, Problem problem) {}

    /** @param asides where it stands until its last lease has ended */
    Interim(WantedInstance wanted, Reason reason, Surroundings around, Asides asides) {
        this.wanted = wanted;
        this.restored = reason.entry();
        this.because = reason.problem();
        this.around = around;
        this.asides = asides;
        this.mailbox = new SerialExecutor(around.mailboxes());
        this.tenure = new Tenure(this::wake, this::ended, this::changed);
        this.answers = new LeaseAnswers(this, wanted, tenure, around.keeping());
        this.news = new LeaseNews(
                new About(wanted.key().backend(), null, wanted.key().toString(), wanted.generation()), around);
    }

    WantedInstance wanted() {
        return wanted;
    }

    /** Number of the entry that tells that it is wanted. */
    long restored() {
        return restored;
    }

    /** Takes leases of before the restart. */
    void enter(List<RestoredLease> leases) {
        mailbox.executeHere(() -> {
            long now = around.time().now().nanos();
            for (RestoredLease one : leases) {
                HeldLease lease = new HeldLease(one.lease(), now + one.left().toNanos());
                tenure.book().take(lease);
                around.leases().addAgain(lease, this, one.place());
                news.restored(one.lease(), restored);
            }
            tenure.arm(around.time().now());
        });
    }

    /** It is made for the leases of that instance, or takes them too: they do not go back there. */
    void leftBy(Instance instance) {
        left.add(instance);
    }

    boolean isLeftBy(Instance instance) {
        return left.contains(instance);
    }

    /** Takes the leases of an instance that goes. */
    void take(List<HeldLease> leases) {
        mailbox.executeHere(() -> {
            tenure.inherit(leases, because, around.time().now());
            if (tenure.book().isEmpty()) {
                asides.emptied(this);
            }
        });
    }

    /** It has taken leases: should it have handed over before they came, they wait where an instance finds them. */
    void stay() {
        mailbox.execute(() -> {
            Interim standing = tenure.book().isEmpty() ? this : asides.standing(this);
            if (standing != this) {
                List<HeldLease> late = tenure.book().handOver();
                standing.take(late);
                late.forEach(lease -> lease.moveTo(standing));
                standing.stay();
            }
        });
    }

    /** Whether its leases go to whatever is planned for the wish now; else only to the same as before. */
    boolean movesOn() {
        return because.code() != ErrorCode.RUNTIME_RESTARTED;
    }

    /** Gives everything to an instance that stands for the endpoint from now on. */
    void handTo(Instance next) {
        WantedInstance now = next.identity().wanted();
        around.keeping().succeeded(now);
        if (!wanted.key().equals(now.key())) {
            around.keeping().carriesOn(wanted.key(), now);
            around.keeping().gone(wanted.key(), wanted.generation());
        }
        mailbox.execute(() -> {
            Estate estate = new Estate(tenure.book().handOver(), List.of(), because, Duration.ZERO);
            if (!estate.isEmpty()) {
                next.inherit(estate);
            }
        });
    }

    /** There will be no instance for its leases. */
    void revokeAll(Problem cause) {
        mailbox.execute(() -> tenure.revokeAll(cause));
    }

    @Override
    public void renew(Asked asked, Answer<Lease> answer) {
        mailbox.execute(() -> answers.renew(asked, answer, around.time().now()));
    }

    @Override
    public void renewed(Renewal renewal, Problem unwritten) {
        mailbox.execute(() -> answers.renewed(renewal, unwritten, around.time().now()));
    }

    @Override
    public void release(HeldLease lease, String owner, Answer<Void> answer) {
        mailbox.execute(() -> answers.release(lease, owner, answer, () -> tenure.release(lease, owner)));
    }

    @Override
    public void revoke(HeldLease lease, Problem cause, Runnable then) {
        mailbox.execute(() -> answers.revoke(lease, cause, then, () -> tenure.revoke(lease, cause)));
    }

    /** There is nothing that a request could move on. */
    @Override
    public void progressed() {}

    private void wake(Duration delay) {
        Time.Alarm unused = around.time().after(delay, () -> mailbox.execute(this::expire));
    }

    private void expire() {
        boolean unused = tenure.expire(around.time().now());
    }

    private void ended(Lease lease) {
        around.leases().end(lease);
        news.ended(lease, restored);
        if (lease.state() != LeaseState.RELEASED) { // else its owner hears when that is written
            around.keeping().lost(lease);
        }
        if (tenure.book().isEmpty()) {
            asides.emptied(this);
        }
    }

    private void changed(LeaseChange change, Lease lease) {
        news.changed(change, lease, restored);
        if (change != LeaseChange.RENEWED) { // else that is written
            around.keeping().update(lease, wanted);
        }
    }
}
