// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * When leases run out, next one first. Moving an expiry back, which is what renewals do, and striking one off cost the
 * same however many there are: what stands in the queue is corrected when it comes to the front. What it knows of a
 * lease lies in the lease, which is in one queue at most. Pure; for one thread.
 */
final class DueQueue {
    /** The deadline of what has none. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int SLACK = 64;
    private static final long STRUCK = Long.MIN_VALUE;

    private record Due(long at, HeldLease lease) {
        /** Whether this is the place where its lease stands; it may have another one by now, or none. */
        boolean counts() {
            return lease.queued == at;
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private int entries;

    /** That lease is in no queue, and runs out at {@code deadline}. */
    void enter(HeldLease lease, long deadline) {
        lease.queued = NEVER;
        entries++;
        set(lease, deadline);
    }

    /** That lease runs out at {@code deadline}, whatever was said before. */
    void set(HeldLease lease, long deadline) {
        lease.due = deadline;
        if (deadline < lease.queued) {
            enqueue(lease);
            tidy();
        }
    }

    private void enqueue(HeldLease lease) {
        lease.queued = lease.due;
        if (lease.due != NEVER) {
            queue.add(new Due(lease.due, lease));
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
        Due first = first();
        return first != null && first.at() <= now ? first.lease() : null;
    }

    /** The next deadline. */
    OptionalLong next() {
        Due first = first();
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.at());
    }

    /** The head of the queue, once it is right; what was renewed or struck off since it was queued is put right here. */
    private Due first() {
        for (Due head = queue.peek(); head != null; head = queue.peek()) {
            HeldLease lease = head.lease();
            if (head.counts() && lease.due == head.at()) {
                return head;
            }
            queue.poll();
            if (head.counts()) {
                enqueue(lease);
            }
        }
        return null;
    }
}
