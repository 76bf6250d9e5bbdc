// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.time.Instant;

/**
 * A live lease, all that a renewal needs in one small object: among very many leases each piece of memory that is
 * touched is one more wait. Its ref is kept as two numbers, and what it shares with others is shared. Changed on its
 * holder's mailbox; may be looked at from any thread, and never shows half a change.
 */
final class HeldLease {
    private static final long NONE = -1;
    private static final int NANO_BITS = 30;
    private static final long NANO_MASK = (1L << NANO_BITS) - 1;
    private static final long LATEST_SECOND = Long.MAX_VALUE >> NANO_BITS; // in the year 2242

    private final boolean renewable;
    private boolean spared; // on the mailbox only
    private final boolean ours; // its ref is one of ours
    private long high; // written before others know of it, like low and enrolment
    private long low;
    private long deadline; // on the mailbox only
    long queued; // what the queue knows of it; on the mailbox only
    private long ttlNanos; // guarded by this
    private long expires; // guarded by this; seconds and nanoseconds of the wall clock
    private final String ownerRef;
    private final Instant grantedAt;
    private final RequestContext context;
    private Standing standing; // guarded by this
    private LeaseBook book; // on the mailbox only
    private volatile LeaseHolder holder;
    private Enrolment enrolment; // null until there is something to say

    /** @param deadline monotonic time of its expiry */
    HeldLease(Lease lease, long deadline) {
        this.ownerRef = lease.ownerRef();
        this.renewable = lease.renewable();
        this.grantedAt = lease.grantedAt();
        this.context = lease.context();
        this.standing = Standing.of(lease);
        this.deadline = deadline;
        this.ours = LeaseRefs.isOurs(lease.leaseRef());
        name(lease.leaseRef());
        expire(lease.ttl(), lease.expiresAt());
    }

    private void name(String ref) {
        if (ours) {
            high = LeaseRefs.high(ref);
            low = LeaseRefs.low(ref);
        } else {
            enrolment = new Enrolment(0, null, ref);
        }
    }

    private void expire(Duration ttl, Instant at) {
        ttlNanos = ttl == null ? NONE : ttl.toNanos();
        expires = at == null ? NONE : packed(at);
    }

    /** No clock shows a time before 1970; one that is far ahead is not believed. */
    private static long packed(Instant at) {
        long second = Math.max(0, Math.min(at.getEpochSecond(), LATEST_SECOND));
        return second << NANO_BITS | at.getNano();
    }

    private static Instant unpacked(long packed) {
        return Instant.ofEpochSecond(packed >> NANO_BITS, packed & NANO_MASK);
    }

    /** The end of its ref becomes that, before anybody heard of it. */
    void rename(long newLow) {
        low = newLow;
    }

    /** It is in the table, as the one with that number. */
    void enlist(long number, LeaseHolder by, Quota.Place place) {
        enrolment = new Enrolment(number, place, ours ? null : enrolment.strange());
        holder = by;
    }

    String ref() {
        return ours ? LeaseRefs.of(high, low) : enrolment.strange();
    }

    /** Whether these are the numbers in its ref, which is one of ours. */
    boolean has(long first, long second) {
        return high == first && low == second;
    }

    long low() {
        return low;
    }

    /** Earlier leases have smaller ones. */
    long number() {
        return enrolment.number();
    }

    Quota.Place place() {
        return enrolment.place();
    }

    String ownerRef() {
        return ownerRef;
    }

    boolean renewable() {
        return renewable;
    }

    /** Who decides about it. */
    LeaseHolder holder() {
        return holder;
    }

    /** From now on {@code next} stands behind it. */
    void moveTo(LeaseHolder next) {
        holder = next;
    }

    /** The book it is in, or null. */
    LeaseBook book() {
        return book;
    }

    void enteredIn(LeaseBook now) {
        book = now;
    }

    /** Monotonic time of its expiry. */
    long deadline() {
        return deadline;
    }

    /** Monotonic time at which it is to be looked at: never, while it is spared. */
    long due() {
        return spared ? DueQueue.NEVER : deadline;
    }

    /** Whether it does not expire for the time being. */
    void spare(boolean now) {
        spared = now;
    }

    /** What it is now. */
    synchronized Lease lease() {
        return lease(ref(), ttl(), expires == NONE ? null : unpacked(expires));
    }

    private Lease lease(String ref, Duration ttl, Instant expiresAt) {
        return new Lease(
                ref,
                ownerRef,
                ttl,
                renewable,
                expiresAt,
                grantedAt,
                standing.state(),
                standing.instanceId(),
                standing.backend(),
                standing.model(),
                standing.generation(),
                context,
                standing.cause());
    }

    synchronized LeaseState state() {
        return standing.state();
    }

    /** Its length, or null. */
    synchronized Duration ttl() {
        return ttlNanos == NONE ? null : Duration.ofNanos(ttlNanos);
    }

    /** Moves its expiry; answers what it is from then on, with its ref as it came. */
    synchronized Lease renew(String ref, Duration ttl, Instant expiresAt, long newDeadline) {
        deadline = newDeadline;
        spared = false;
        expire(ttl, expiresAt);
        return lease(ref, ttl, expiresAt);
    }

    /** It waits for another instance. */
    synchronized Lease recover(Problem because) {
        standing = standing.recovering(because);
        return lease();
    }

    /** It stands otherwise from now on. */
    synchronized Lease stand(Standing now) {
        standing = now;
        return lease();
    }

    /** Shares that one, or null, if it stands so; answers how it stands. */
    synchronized Standing share(Standing common) {
        if (standing.equals(common)) {
            standing = common;
        }
        return standing;
    }

    /** So that a set of leases need not look for a number of its own. */
    @Override
    public int hashCode() {
        return (int) (high ^ (high >>> 32));
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }
}
