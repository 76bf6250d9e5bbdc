// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Live leases by ref. The end of a ref says in which slot its lease lies, so that it is found with one look, among ten
 * and among a hundred thousand; the rest of it is the secret. Thread-safe; looking up takes no lock.
 */
final class LeaseSlots {
    private static final int SLOT_BITS = 24;
    private static final int PART_BITS = 10;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final int PART_MASK = (1 << PART_BITS) - 1;

    /** A ref of an earlier run may lie that far behind the others; parts in between take no room. */
    private static final int FARTHEST = 1 << 17;

    private final AtomicReferenceArray<AtomicReferenceArray<HeldLease>> parts =
            new AtomicReferenceArray<>(1 << (SLOT_BITS - PART_BITS));
    private final ConcurrentMap<String, HeldLease> strange = new ConcurrentHashMap<>(); // those without a slot
    private final BitSet taken = new BitSet(); // guarded by itself
    private int lowestFree; // guarded by taken

    /** Enters a lease that nobody heard of yet; its ref becomes that of its slot. */
    void enter(HeldLease lease) {
        int slot = takeAny();
        if (slot < 0) {
            strange.put(lease.ref(), lease);
        } else {
            lease.rename((lease.low() & ~SLOT_MASK) | slot);
            put(slot, lease);
        }
    }

    /** Enters a lease whose ref is known. */
    void enterAgain(HeldLease lease) {
        int slot = (int) (lease.low() & SLOT_MASK);
        if (LeaseRefs.isOurs(lease.ref()) && take(slot)) {
            put(slot, lease);
        } else {
            strange.put(lease.ref(), lease);
        }
    }

    private int takeAny() {
        synchronized (taken) {
            int slot = taken.nextClearBit(lowestFree);
            if (slot > SLOT_MASK) {
                return -1;
            }
            taken.set(slot);
            lowestFree = slot + 1;
            return slot;
        }
    }

    private boolean take(int slot) {
        synchronized (taken) {
            if (slot > taken.length() + FARTHEST || taken.get(slot)) {
                return false;
            }
            taken.set(slot);
            return true;
        }
    }

    private void put(int slot, HeldLease lease) {
        int part = slot >>> PART_BITS;
        if (parts.get(part) == null) {
            boolean unused = parts.compareAndSet(part, null, new AtomicReferenceArray<>(1 << PART_BITS));
        }
        parts.get(part).set(slot & PART_MASK, lease);
    }

    /** The lease with that ref, or null. It is looked for first: while the memory is slow, the rest of the ref is read. */
    HeldLease find(String ref) {
        HeldLease found = LeaseRefs.hasLength(ref) ? at(LeaseRefs.end(ref) & SLOT_MASK) : null;
        if (found != null && LeaseRefs.isOurs(ref) && found.has(LeaseRefs.high(ref), LeaseRefs.low(ref))) {
            return found;
        }
        return strange.get(ref);
    }

    private HeldLease at(int slot) {
        AtomicReferenceArray<HeldLease> part = parts.get(slot >>> PART_BITS);
        return part == null ? null : part.get(slot & PART_MASK);
    }

    /** Whether it was there until now. */
    boolean remove(HeldLease lease) {
        int slot = (int) (lease.low() & SLOT_MASK);
        AtomicReferenceArray<HeldLease> part = parts.get(slot >>> PART_BITS);
        if (part == null || !part.compareAndSet(slot & PART_MASK, lease, null)) {
            return strange.remove(lease.ref(), lease);
        }
        synchronized (taken) {
            taken.clear(slot);
            lowestFree = Math.min(lowestFree, slot);
        }
        return true;
    }

    /** All that are there, in no order. */
    Collection<HeldLease> all() {
        List<HeldLease> all = new ArrayList<>(strange.values());
        int last;
        synchronized (taken) {
            last = taken.length() >>> PART_BITS;
        }
        for (int part = 0; part <= last; part++) {
            if (parts.get(part) != null) {
                collect(parts.get(part), all);
            }
        }
        return all;
    }

    private static void collect(AtomicReferenceArray<HeldLease> part, List<HeldLease> all) {
        for (int slot = 0; slot < part.length(); slot++) {
            HeldLease lease = part.get(slot);
            if (lease != null) {
                all.add(lease);
            }
        }
    }
}
