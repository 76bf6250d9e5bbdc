// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.CallOutcome;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Time;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** All live leases of the runtime, for look-ups from any thread. Instances decide, this remembers. Thread-safe. */
public final class LeaseTable {
    private final PastLeases past;
    private final AtomicLong numbers = new AtomicLong();
    private final LeaseSlots slots = new LeaseSlots();

    public LeaseTable(Time time) {
        this.past = new PastLeases(time);
    }

    /** A new lease, which gets its ref here. */
    void add(HeldLease lease, LeaseHolder holder, Quota.Place place) {
        lease.enlist(numbers.incrementAndGet(), holder, place);
        slots.enter(lease);
    }

    /** A lease whose owner knows its ref. */
    void addAgain(HeldLease lease, LeaseHolder holder, Quota.Place place) {
        lease.enlist(numbers.incrementAndGet(), holder, place);
        slots.enterAgain(lease);
    }

    /** Who decides about a live lease. */
    Optional<LeaseHolder> holder(String ref) {
        return Optional.ofNullable(slots.find(ref)).map(HeldLease::holder);
    }

    /** It becomes past before it stops being live, so that whoever looks it up meanwhile finds it. */
    void end(Lease ended) {
        HeldLease lease = slots.find(ended.leaseRef());
        if (lease != null) {
            past.remember(ended);
            if (slots.remove(lease)) {
                lease.place().giveBack();
            }
        }
    }

    /** Moves the expiry of a live lease. */
    public void renew(String ref, LeaseTerms terms, Answer<Lease> answer) {
        HeldLease lease = slots.find(ref);
        if (lease == null) {
            answer.refuse(past.refusal(ref, terms.ownerRef()));
        } else {
            lease.holder().renew(new Asked(lease, ref, terms), answer);
        }
    }

    /** Ends a lease whose owner never had it, then calls {@code then}. */
    void revoke(String ref, Problem cause, Runnable then) {
        HeldLease lease = slots.find(ref);
        if (lease == null) {
            then.run();
        } else {
            lease.holder().revoke(lease, cause, then);
        }
    }

    /** Remembers a lease that ended before this runtime began. */
    public void ended(Lease lease) {
        past.remember(lease);
    }

    /** Ends a lease; an unknown one is no error. */
    public void release(String ref, String owner, Answer<Void> answer) {
        HeldLease lease = slots.find(ref);
        if (lease == null) {
            answer.grant(null);
        } else {
            lease.holder().release(lease, owner, answer);
        }
    }

    /** A request under that lease moves on. */
    public void progressed(String ref) {
        HeldLease lease = slots.find(ref);
        if (lease != null) {
            lease.holder().progressed();
        }
    }

    /** A request under that lease is over. */
    public void reported(String ref, CallOutcome outcome) {
        HeldLease lease = slots.find(ref);
        if (lease != null) {
            lease.holder().reported(outcome);
        }
    }

    /** A live lease, or one that ended lately against its owner's will. */
    public Optional<Lease> find(String ref) {
        HeldLease lease = slots.find(ref);
        return lease == null ? past.find(ref) : Optional.of(lease.lease());
    }

    /** In order of their grant. */
    public List<Lease> list() {
        return slots.all().stream()
                .sorted(Comparator.comparingLong(HeldLease::number))
                .map(HeldLease::lease)
                .toList();
    }
}
