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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** All live leases of the runtime, for look-ups from any thread. Instances decide, this remembers. Thread-safe. */
public final class LeaseTable {
    private static final class Entry {
        final long number;
        final Quota.Place place;
        volatile LeaseHolder holder;
        volatile Lease lease;

        Entry(long number, Quota.Place place, LeaseHolder holder, Lease lease) {
            this.number = number;
            this.place = place;
            this.holder = holder;
            this.lease = lease;
        }
    }

    private final PastLeases past;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();

    public LeaseTable(Time time) {
        this.past = new PastLeases(time);
    }

    void add(Lease lease, LeaseHolder holder, Quota.Place place) {
        entries.put(lease.leaseRef(), new Entry(numbers.incrementAndGet(), place, holder, lease));
    }

    void replace(Lease lease) {
        Entry entry = entries.get(lease.leaseRef());
        if (entry != null) {
            entry.lease = lease;
        }
    }

    /** From now on {@code next} stands behind the lease. */
    void move(String ref, LeaseHolder next) {
        Entry entry = entries.get(ref);
        if (entry != null) {
            entry.holder = next;
        }
    }

    /** Who decides about a live lease. */
    Optional<LeaseHolder> holder(String ref) {
        return Optional.ofNullable(entries.get(ref)).map(entry -> entry.holder);
    }

    /** It becomes past before it stops being live, so that whoever looks it up meanwhile finds it. */
    void end(Lease lease) {
        Entry entry = entries.get(lease.leaseRef());
        if (entry != null) {
            past.remember(lease);
            entries.remove(lease.leaseRef());
            entry.place.giveBack();
        }
    }

    /** Moves the expiry of a live lease. */
    public void renew(String ref, LeaseTerms terms, Answer<Lease> answer) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            answer.refuse(past.refusal(ref, terms.ownerRef()));
        } else {
            entry.holder.renew(ref, terms, answer);
        }
    }

    /** The write of a renewal ended. */
    void renewed(Renewal renewal, Problem unwritten) {
        Entry entry = entries.get(renewal.ref());
        if (entry == null) {
            renewal.answer().refuse(LeaseBook.unknown().problem());
        } else {
            entry.holder.renewed(renewal, unwritten);
        }
    }

    /** Ends a lease whose owner never had it, then calls {@code then}. */
    void revoke(String ref, Problem cause, Runnable then) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            then.run();
        } else {
            entry.holder.revoke(ref, cause, then);
        }
    }

    /** Remembers a lease that ended before this runtime began. */
    public void ended(Lease lease) {
        past.remember(lease);
    }

    /** Ends a lease; an unknown one is no error. */
    public void release(String ref, String owner, Answer<Void> answer) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            answer.grant(null);
        } else {
            entry.holder.release(ref, owner, answer);
        }
    }

    /** A request under that lease moves on. */
    public void progressed(String ref) {
        Entry entry = entries.get(ref);
        if (entry != null) {
            entry.holder.progressed();
        }
    }

    /** A request under that lease is over. */
    public void reported(String ref, CallOutcome outcome) {
        Entry entry = entries.get(ref);
        if (entry != null) {
            entry.holder.reported(outcome);
        }
    }

    /** A live lease, or one that ended lately against its owner's will. */
    public Optional<Lease> find(String ref) {
        Entry entry = entries.get(ref);
        return entry == null ? past.find(ref) : Optional.of(entry.lease);
    }

    /** In order of their grant. */
    public List<Lease> list() {
        return entries.values().stream()
                .sorted(Comparator.comparingLong(entry -> entry.number))
                .map(entry -> entry.lease)
                .toList();
    }
}
