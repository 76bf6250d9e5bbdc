// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * When leases run out, next one first. Moving an expiry back, which is what renewals do, and striking one off cost the
 * same however many there are: what stands in the queue is corrected when it comes to the front. Pure; for one thread.
 */
final class DueQueue {
    /** The deadline of what has none. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int SLACK = 64;

    private record Due(long at, String ref) {}

    /** What is known about one lease: its deadline, and the time under which it stands in the queue. */
    private static final class Entry {
        long deadline;
        long queued = NEVER;

        Entry(long deadline) {
            this.deadline = deadline;
        }
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparing(Due::ref));

    /** That lease runs out at {@code deadline}, whatever was said before. */
    void set(String ref, long deadline) {
        Entry entry = entries.get(ref);
        if (entry == null) {
            entry = new Entry(deadline);
            entries.put(ref, entry);
        }
        entry.deadline = deadline;
        if (deadline < entry.queued) {
            enqueue(ref, entry);
        }
    }

    private void enqueue(String ref, Entry entry) {
        entry.queued = entry.deadline;
        queue.add(new Due(entry.deadline, ref));
        tidy();
    }

    /** That lease is over. */
    void strike(String ref) {
        entries.remove(ref);
        tidy();
    }

    /** The queue is never much longer than twice what is in it rightly. */
    private void tidy() {
        if (queue.size() > 2 * entries.size() + SLACK) {
            queue.clear();
            entries.forEach((ref, entry) -> {
                entry.queued = entry.deadline;
                if (entry.deadline != NEVER) {
                    queue.add(new Due(entry.deadline, ref));
                }
            });
        }
    }

    /** How much memory it takes, in leases. */
    int length() {
        return queue.size();
    }

    void clear() {
        entries.clear();
        queue.clear();
    }

    /** The first lease that has run out by {@code now}, or null; strike it off before asking again. */
    String due(long now) {
        Due first = first();
        return first != null && first.at() <= now ? first.ref() : null;
    }

    /** The next deadline. */
    OptionalLong next() {
        Due first = first();
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.at());
    }

    /** The head of the queue, once it is right; what was renewed or struck off since it was queued is put right here. */
    private Due first() {
        for (Due head = queue.peek(); head != null; head = queue.peek()) {
            Entry entry = entries.get(head.ref());
            boolean stale = entry == null || entry.queued != head.at();
            if (!stale && entry.deadline == head.at()) {
                return head;
            }
            queue.poll();
            if (!stale) {
                entry.queued = NEVER;
                if (entry.deadline != NEVER) {
                    enqueue(head.ref(), entry);
                }
            }
        }
        return null;
    }
}
