// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * When leases run out, next one first. Moving an expiry back, which is what renewals do, does not touch the queue, and
 * striking one off costs the same however many there are: what stands in the queue is corrected when it comes to the
 * front. What it knows of a lease lies in the lease, which is in one queue at most. Pure; for one thread.
 */
final class DueQueue {
    /** The deadline of what has none. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int SLACK = 64;

    /** So many are put right by one look for the next deadline, so that no look takes long. */
    static final int PUT_RIGHT_AT_ONCE = 64;

    private static final long STRUCK = Long.MIN_VALUE;

    private record Due(long at, HeldLease lease) {
        /** Whether this is the place where its lease stands; it may have another one by now, or none. */
        boolean counts() {
            return lease.queued == at;
        }

        /** Whether its lease is due then. */
        boolean isRight() {
            return counts() && lease.due() == at;
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private int entries;

    /** That lease was in no queue, and is in this one from now on. */
    void enter(HeldLease lease) {
        lease.queued = NEVER;
        entries++;
        moved(lease);
    }

    /** That lease is due at another time than before. */
    void moved(HeldLease lease) {
        if (lease.due() < lease.queued) {
            enqueue(lease);
            tidy();
        }
    }

    private void enqueue(HeldLease lease) {
        lease.queued = lease.due();
        if (lease.queued != NEVER) {
            queue.add(new Due(lease.queued, lease));
        }
    }

    /** That lease is over. */
    void strike(HeldLease lease) {
        lease.queued = STRUCK;
        entries--;
        tidy();
    }

    /** The queue is never much longer than twice what is in it rightly. */
    private void tidy() {
        if (queue.size() > 2 * entries + SLACK) {
            List<Due> all = List.copyOf(queue);
            queue.clear();
            all.stream().filter(Due::counts).map(Due::lease).forEach(lease -> lease.queued = NEVER);
            all.stream().map(Due::lease).filter(lease -> lease.queued == NEVER).forEach(this::enqueue);
        }
    }

    /** How much memory it takes, in leases. */
    int length() {
        return queue.size();
    }

    void clear() {
        entries = 0;
        queue.clear();
    }

    /** The first lease that has run out by {@code now}, or null; strike it off before asking again. */
    HeldLease due(long now) {
        for (Due head = queue.peek(); head != null && head.at() <= now; head = queue.peek()) {
            if (head.isRight()) {
                return head.lease();
            }
            putRight();
        }
        return null;
    }

    /** The next deadline; an earlier time when very much has moved since the last look. */
    OptionalLong next() {
        Due head = queue.peek();
        for (int looks = PUT_RIGHT_AT_ONCE; looks > 0 && head != null && !head.isRight(); looks--) {
            putRight();
            head = queue.peek();
        }
        return head == null ? OptionalLong.empty() : OptionalLong.of(head.at());
    }

    /** The head of the queue goes to where its lease belongs, or away. */
    private void putRight() {
        Due head = queue.remove();
        if (head.counts()) {
            enqueue(head.lease());
        }
    }
}
