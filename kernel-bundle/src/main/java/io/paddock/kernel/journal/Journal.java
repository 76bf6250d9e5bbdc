// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * The bounded memory of what happened. What comes with every request (leases, refusals) has a ring of its own, so that
 * traffic pushes out traffic and never the life of backends and instances. Adding takes a short lock and calls nobody
 * while it is held. Thread-safe.
 */
public final class Journal {
    private final InstantSource clock;
    private final IntSupplier size;
    private final Deque<Entry> life = new ArrayDeque<>(); // guarded by this
    private final Deque<Entry> traffic = new ArrayDeque<>(); // guarded by this
    private long last; // guarded by this
    private volatile Runnable listener = () -> {};

    /** @param size most entries of each of the two rings, as configured now */
    public Journal(InstantSource clock, IntSupplier size) {
        this.clock = clock;
        this.size = size;
    }

    /** Calls {@code added} after each entry, on the thread that added it: it must be quick. */
    void onEntry(Runnable added) {
        listener = added;
    }

    /** Remembers a note; answers its number. */
    public long add(Note note) {
        int most = size.getAsInt();
        long seq;
        synchronized (this) {
            seq = ++last;
            Deque<Entry> ring = note.isTraffic() ? traffic : life;
            ring.addLast(new Entry(seq, clock.instant(), note));
            while (ring.size() > most) {
                ring.removeFirst();
            }
        }
        listener.run();
        return seq;
    }

    /** What is remembered now; never waits. Refuses a number that was never reached. */
    EventPage page(EventQuery query) {
        List<Entry> kept = new ArrayList<>();
        long reached;
        synchronized (this) {
            reached = last;
            collect(life, query.after(), kept);
            collect(traffic, query.after(), kept);
        }
        if (query.after() > reached) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "after",
                    "this runtime has had " + reached
                            + " events; numbers start anew with the runtime: ask with after=0"));
        }
        kept.sort(Comparator.comparingLong(Entry::seq));
        return cut(kept, query, reached);
    }

    private static void collect(Deque<Entry> ring, long after, List<Entry> kept) {
        Iterator<Entry> newestFirst = ring.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            if (entry.seq() <= after) {
                return;
            }
            kept.add(entry);
        }
    }

    private static EventPage cut(List<Entry> kept, EventQuery query, long reached) {
        List<Event> items = new ArrayList<>();
        int looked = 0;
        while (looked < kept.size() && items.size() < query.limit()) {
            Entry entry = kept.get(looked++);
            if (query.instanceId() == null || entry.concerns(query.instanceId())) {
                items.add(entry.event());
            }
        }
        long next = looked < kept.size() ? kept.get(looked - 1).seq() : reached;
        return new EventPage(items, next, next - query.after() - looked);
    }

    /** The latest entry about a backend or an instance that {@code wanted} accepts. */
    Optional<Entry> latest(Predicate<Entry> wanted) {
        return newestFirst(life).stream().filter(wanted).findFirst();
    }

    /** Number of the latest entry about a backend or an instance that {@code wanted} accepts, or 0. */
    public long latestAbout(Predicate<Note> wanted) {
        return latest(entry -> wanted.test(entry.note())).map(Entry::seq).orElse(0L);
    }

    /** The entries of one lease, the latest first. */
    List<Entry> ofLease(String ref) {
        return newestFirst(traffic).stream()
                .filter(entry -> ref.equals(entry.note().lease()))
                .toList();
    }

    private synchronized List<Entry> newestFirst(Deque<Entry> ring) {
        List<Entry> copy = new ArrayList<>(ring.size());
        ring.descendingIterator().forEachRemaining(copy::add);
        return copy;
    }
}
