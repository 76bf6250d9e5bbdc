// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.time.Instant;

/**
 * A live lease, all of it in one object: among very many leases each further object that a renewal touches is one more
 * wait for the memory. Changed on its holder's mailbox; may be looked at from any thread, and never shows half a change.
 */
final class HeldLease {
    private static final long NONE = -1;

    private long high; // written before others know of it, like low, number, ref and place
    private long number;
    private long ttlNanos; // guarded by this
    private long expiresSecond; // guarded by this
    private int expiresNano; // guarded by this
    private long generation; // guarded by this
    long due; // what the queue knows of it; on the mailbox only
    long queued; // likewise
    private long deadline; // on the mailbox only
    private long low;
    private final boolean renewable;
    private final String ownerRef;
    private final Instant grantedAt;
    private final String backend;
    private final RequestContext context;
    private String ref;
    private Quota.Place place;
    private LeaseState state; // guarded by this
    private Problem cause; // guarded by this
    private String instanceId; // guarded by this
    private String model; // guarded by this
    private LeaseBook book; // on the mailbox only
    private volatile LeaseHolder holder;

    /** @param deadline monotonic time of its expiry */
    HeldLease(Lease lease, long deadline) {
        this.ownerRef = lease.ownerRef();
        this.renewable = lease.renewable();
        this.grantedAt = lease.grantedAt();
        this.backend = lease.backend();
        this.context = lease.context();
        this.state = lease.state();
        this.cause = lease.cause();
        this.instanceId = lease.instanceId();
        this.model = lease.modelIdentity();
        this.generation = lease.endpointGeneration();
        this.deadline = deadline;
        name(lease.leaseRef());
        expire(lease.ttl(), lease.expiresAt());
    }

    private void name(String named) {
        boolean ours = LeaseRefs.isOurs(named);
        ref = named;
        high = ours ? LeaseRefs.high(named) : 0;
        low = ours ? LeaseRefs.low(named) : 0;
    }

    private void expire(Duration ttl, Instant at) {
        ttlNanos = ttl == null ? NONE : ttl.toNanos();
        expiresSecond = at == null ? NONE : at.getEpochSecond();
        expiresNano = at == null ? 0 : at.getNano();
    }

    /** Its ref becomes that one, before anybody heard of it. */
    void rename(long newLow) {
        low = newLow;
        ref = LeaseRefs.of(high, low);
    }

    /** It is in the table, as the one with that number. */
    void enlist(long as, LeaseHolder by, Quota.Place taken) {
        number = as;
        place = taken;
        holder = by;
    }

    String ref() {
        return ref;
    }

    /** Whether these are the numbers in its ref, which is one of ours. */
    boolean has(long first, long second) {
        return high == first && low == second;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** Earlier leases have smaller ones. */
    long number() {
        return number;
    }

    Quota.Place place() {
        return place;
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

    /** What it is now. */
    synchronized Lease lease() {
        return lease(
                ttlNanos == NONE ? null : Duration.ofNanos(ttlNanos),
                expiresSecond == NONE ? null : Instant.ofEpochSecond(expiresSecond, expiresNano));
    }

    private Lease lease(Duration ttl, Instant expiresAt) {
        return new Lease(
                ref,
                ownerRef,
                ttl,
                renewable,
                expiresAt,
                grantedAt,
                state,
                instanceId,
                backend,
                model,
                generation,
                context,
                cause);
    }

    synchronized LeaseState state() {
        return state;
    }

    /** Moves its expiry; answers what it is from then on. */
    synchronized Lease renew(Duration ttl, Instant expiresAt, long newDeadline) {
        deadline = newDeadline;
        expire(ttl, expiresAt);
        return lease(ttl, expiresAt);
    }

    /** It waits for another instance. */
    synchronized Lease recover(Problem because) {
        state = LeaseState.RECOVERING;
        cause = because;
        return lease();
    }

    /** Good again, with another instance behind it. */
    synchronized Lease activate(InstanceIdentity instance) {
        state = LeaseState.ACTIVE;
        cause = null;
        instanceId = instance.id();
        model = instance.model();
        generation = instance.generation();
        return lease();
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
