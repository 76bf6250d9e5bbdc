// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Time;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** All live leases of the runtime, for look-ups from any thread. Instances decide, this remembers. Thread-safe. */
public final class LeaseTable {
    private record Entry(long number, LeaseHolder holder, Quota.Place place) {
        Entry behind(LeaseHolder next) {
            return new Entry(number, next, place);
        }
    }

    private final PastLeases past;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Lease> inOrder = new ConcurrentSkipListMap<>();

    public LeaseTable(Time time) {
        this.past = new PastLeases(time);
    }

    void add(Lease lease, LeaseHolder holder, Quota.Place place) {
        Entry entry = new Entry(numbers.incrementAndGet(), holder, place);
        entries.put(lease.leaseRef(), entry);
        inOrder.put(entry.number(), lease);
    }

    void replace(Lease lease) {
        Entry entry = entries.get(lease.leaseRef());
        if (entry != null) {
            inOrder.replace(entry.number(), lease);
        }
    }

    /** From now on {@code next} stands behind the lease. */
    void move(String ref, LeaseHolder next) {
        entries.computeIfPresent(ref, (moved, entry) -> entry.behind(next));
    }

    /** Who decides about a live lease. */
    Optional<LeaseHolder> holder(String ref) {
        return Optional.ofNullable(entries.get(ref)).map(Entry::holder);
    }

    /** It becomes past before it stops being live, so that whoever looks it up meanwhile finds it. */
    void end(Lease lease) {
        Entry entry = entries.get(lease.leaseRef());
        if (entry != null) {
            past.remember(lease);
            inOrder.remove(entry.number());
            entries.remove(lease.leaseRef());
            entry.place().giveBack();
        }
    }

    /** Moves the expiry of a live lease. */
    public void renew(String ref, LeaseTerms terms, Answer<Lease> answer) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            answer.refuse(past.refusal(ref, terms.ownerRef()));
        } else {
            entry.holder().renew(ref, terms, answer);
        }
    }

    /** The write of a renewal ended. */
    void renewed(Renewal renewal, Problem unwritten) {
        Entry entry = entries.get(renewal.ref());
        if (entry == null) {
            renewal.answer().refuse(LeaseBook.unknown().problem());
        } else {
            entry.holder().renewed(renewal, unwritten);
        }
    }

    /** Ends a lease whose owner never had it, then calls {@code then}. */
    void revoke(String ref, Problem cause, Runnable then) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            then.run();
        } else {
            entry.holder().revoke(ref, cause, then);
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
            entry.holder().release(ref, owner, answer);
        }
    }

    /** A request under that lease moves on. */
    public void progressed(String ref) {
        Entry entry = entries.get(ref);
        if (entry != null) {
            entry.holder().progressed();
        }
    }

    /** A live lease, or one that ended lately against its owner's will. */
    public Optional<Lease> find(String ref) {
        Entry entry = entries.get(ref);
        Lease live = entry == null ? null : inOrder.get(entry.number());
        return live == null ? past.find(ref) : Optional.of(live);
    }

    /** In order of their grant. */
    public List<Lease> list() {
        return List.copyOf(inOrder.values());
    }
}
