// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import io.paddock.api.Cause;
import io.paddock.api.CauseChain;
import io.paddock.api.EventType;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Reads from the journal why something is as it is: from the latest entry, each entry names the one that led to it. */
public final class CauseChains {
    private static final int LONGEST = 32;
    private static final Comparator<Entry> LATEST_FIRST =
            Comparator.comparingLong(Entry::seq).reversed();

    private final Journal journal;

    public CauseChains(Journal journal) {
        this.journal = journal;
    }

    /** What is known of an instance; empty when it is neither remembered nor there ({@code now} is null). */
    public Optional<CauseChain> ofInstance(String id, InstanceSnapshot now) {
        Found found = new Found();
        journal.latest(entry -> entry.concerns(id)).ifPresent(found::follow);
        if (now == null && found.entries.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(found.entries.isEmpty() ? untold(now) : found.chain(id, standing(now, found.latest())));
    }

    /** What is known of a lease; empty when it is neither remembered nor live ({@code now} is null). */
    public Optional<CauseChain> ofLease(String ref, Lease now) {
        List<Entry> own = journal.ofLease(ref);
        Found found = new Found();
        own.forEach(found::follow);
        String shown = "lease " + Entry.shortened(ref);
        if (!own.isEmpty()) {
            String state = own.get(0).note().type() == EventType.LEASE_GRANTED ? "active" : word(own.get(0));
            return Optional.of(found.chain(Entry.shortened(ref), shown + " is " + state));
        }
        return Optional.ofNullable(now).map(lease -> liveLease(lease, shown, found));
    }

    private static String standing(InstanceSnapshot now, Entry latest) {
        String id = latest.note().about().instanceId();
        if (now == null) {
            return id + " is " + (latest.note().type() == EventType.INSTANCE_FAILED ? "failed" : "gone");
        }
        String health = now.lifecycleStatus() == InstanceState.READY
                ? " and " + now.healthStatus().wireName()
                : "";
        return id + " is " + now.lifecycleStatus().wireName() + health;
    }

    private static String word(Entry latest) {
        return switch (latest.note().type()) {
            case LEASE_RELEASED -> "released";
            case LEASE_EXPIRED -> "expired";
            case LEASE_REVOKED -> "revoked";
            case LEASE_RECOVERING, LEASE_RESTORED -> "recovering";
            default -> "active";
        };
    }

    /** It lives, but what made it live was long ago. */
    private static CauseChain untold(InstanceSnapshot now) {
        String state = now.instanceId() + " is " + now.lifecycleStatus().wireName();
        Instant at = now.readyAt() == null ? now.insertedAt() : now.readyAt();
        String because = now.lastError() == null ? "" : ": " + now.lastError().detail();
        return new CauseChain(
                now.instanceId(), state, List.of(new Cause(null, at, state + " since then" + because)), false);
    }

    /** A lease without entries: one of a single request, or one of long ago. */
    private CauseChain liveLease(Lease lease, String shown, Found found) {
        Predicate<Entry> itsInstance = entry -> entry.concerns(lease.instanceId());
        journal.latest(itsInstance).ifPresent(found::follow);
        CauseChain rest = found.chain(Entry.shortened(lease.leaseRef()), shown + " is active");
        Cause granted = new Cause(
                null,
                lease.grantedAt(),
                shown + " of '" + lease.ownerRef() + "' on " + lease.instanceId() + " was granted");
        List<Cause> items = new ArrayList<>(rest.items());
        items.add(0, granted);
        return new CauseChain(rest.subject(), rest.text(), items, rest.complete());
    }

    /** The entries that one look came across. */
    private final class Found {
        private final TreeSet<Entry> entries = new TreeSet<>(LATEST_FIRST);
        private boolean complete = true;

        /** Takes {@code start} and everything that led to it, as far as it is remembered. */
        void follow(Entry start) {
            Entry entry = start;
            while (entry != null && entries.size() < LONGEST && entries.add(entry)) {
                long before = entry.note().because().seq();
                entry = before == 0
                        ? null
                        : journal.latest(one -> one.seq() == before).orElse(null);
                complete &= before == 0 || entry != null;
            }
            complete &= entries.size() < LONGEST;
        }

        Entry latest() {
            return entries.first();
        }

        CauseChain chain(String subject, String text) {
            List<Cause> items = entries.stream()
                    .map(entry -> new Cause(entry.seq(), entry.at(), Sentences.of(entry)))
                    .toList();
            return new CauseChain(subject, text, items, complete);
        }
    }
}
