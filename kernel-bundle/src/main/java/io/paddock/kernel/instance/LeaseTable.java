// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.kernel.work.Answer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** All live leases of the runtime, for look-ups from any thread. Instances decide, this remembers. Thread-safe. */
public final class LeaseTable {
    private record Entry(long number, Instance instance, Quota.Place place) {}

    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<Long, Lease> inOrder = new ConcurrentSkipListMap<>();

    void add(Lease lease, Instance instance, Quota.Place place) {
        Entry entry = new Entry(numbers.incrementAndGet(), instance, place);
        entries.put(lease.leaseRef(), entry);
        inOrder.put(entry.number(), lease);
    }

    void replace(Lease lease) {
        Entry entry = entries.get(lease.leaseRef());
        if (entry != null) {
            inOrder.replace(entry.number(), lease);
        }
    }

    void remove(String ref) {
        Entry entry = entries.remove(ref);
        if (entry != null) {
            inOrder.remove(entry.number());
            entry.place().giveBack();
        }
    }

    /** A live lease by its ref. */
    public Optional<Lease> find(String ref) {
        return Optional.ofNullable(entries.get(ref)).map(entry -> inOrder.get(entry.number()));
    }

    /** Moves the expiry of a live lease. */
    public void renew(String ref, LeaseTerms terms, Answer<Lease> answer) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            answer.refuse(LeaseBook.unknown().problem());
        } else {
            entry.instance().renew(ref, terms, answer);
        }
    }

    /** Ends a lease; an unknown one is no error. */
    public void release(String ref, String owner, Answer<Void> answer) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            answer.grant(null);
        } else {
            entry.instance().release(ref, owner, answer);
        }
    }

    /** In order of their grant. */
    public List<Lease> list() {
        return List.copyOf(inOrder.values());
    }
}
