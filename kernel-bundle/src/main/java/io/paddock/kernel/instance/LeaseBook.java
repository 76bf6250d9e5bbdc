// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The live leases of one instance. Pure: time comes in as a value. Used on the instance's mailbox only. */
final class LeaseBook {
    /**
     * A lease with what decides about its end.
     *
     * @param lease the lease
     * @param deadline monotonic time of its expiry
     */
    record Held(Lease lease, long deadline) {}

    private final Map<String, Held> held = new LinkedHashMap<>();
    private final DueQueue dues = new DueQueue();

    /** Enters a lease that is granted now. */
    void enter(Lease lease, Moment now) {
        hold(lease, deadline(lease.ttl(), now));
    }

    private void hold(Lease lease, long deadline) {
        held.put(lease.leaseRef(), new Held(lease, deadline));
        dues.set(lease.leaseRef(), deadline);
    }

    private static long deadline(Duration ttl, Moment now) {
        return ttl == null ? DueQueue.NEVER : now.nanos() + ttl.toNanos();
    }

    /** Moves the expiry of a live lease. */
    Lease renew(String ref, LeaseTerms terms, Moment now) {
        return apply(propose(ref, terms, null, now));
    }

    /** What {@link #apply} would do, if it may be done. */
    Renewal propose(String ref, LeaseTerms terms, Answer<Lease> answer, Moment now) {
        Held current = held.get(ref);
        if (current == null || current.deadline() <= now.nanos()) {
            throw unknown();
        }
        requireOwner(current, terms.ownerRef());
        if (!current.lease().renewable()) {
            throw new InferenceException(
                    ErrorCode.LEASE_NOT_RENEWABLE, "the lease was granted as not renewable; ensure the endpoint again");
        }
        Instant expiresAt = terms.ttl() == null ? null : now.wall().plus(terms.ttl());
        Lease renewed = LeaseForms.renewed(current.lease(), terms.ttl(), expiresAt);
        return new Renewal(renewed, deadline(terms.ttl(), now), answer);
    }

    /** Renews a lease that is in this book. */
    Lease apply(Renewal renewal) {
        Lease renewed = renewal.of(held.get(renewal.ref()).lease());
        hold(renewed, renewal.deadline());
        return renewed;
    }

    /** A lease in this book does not expire for the time being. */
    Lease spare(String ref) {
        Held spared = held.get(ref);
        dues.set(ref, DueQueue.NEVER);
        return spared.lease();
    }

    /** A lease in this book may expire again. */
    Lease spareNoLonger(String ref) {
        Held again = held.get(ref);
        dues.set(ref, again.deadline());
        return again.lease();
    }

    /** Ends a lease for its owner; empty when there is none. */
    Optional<Lease> release(String ref, String owner) {
        Held current = held.get(ref);
        if (current == null) {
            return Optional.empty();
        }
        requireOwner(current, owner);
        return Optional.of(end(ref, LeaseState.RELEASED, null));
    }

    private static void requireOwner(Held current, String owner) {
        if (!current.lease().ownerRef().equals(owner)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.NOT_LEASE_OWNER,
                    "owner_ref",
                    "the lease belongs to another owner; only its owner may change it"));
        }
    }

    static InferenceException unknown() {
        return new InferenceException(
                ErrorCode.LEASE_NOT_FOUND,
                "there is no such live lease; it may have expired: ensure the endpoint again");
    }

    /** Ends every lease whose time ran out, in that order. */
    List<Lease> expire(Moment now) {
        List<Lease> expired = new ArrayList<>();
        for (String ref = dues.due(now.nanos()); ref != null; ref = dues.due(now.nanos())) {
            expired.add(end(ref, LeaseState.EXPIRED, null));
        }
        return expired;
    }

    /** Ends one lease that is in this book. */
    Lease revoke(String ref, Problem cause) {
        return end(ref, LeaseState.REVOKED, cause);
    }

    /** Ends all leases, because the instance goes. */
    List<Lease> revokeAll(Problem cause) {
        return List.copyOf(held.keySet()).stream()
                .map(ref -> end(ref, LeaseState.REVOKED, cause))
                .toList();
    }

    /** Gives all leases away, because the instance is lost; they wait for the next one. */
    List<Held> handOver(Problem cause) {
        List<Held> all = held.values().stream()
                .map(one -> new Held(LeaseForms.in(one.lease(), LeaseState.RECOVERING, cause), one.deadline()))
                .toList();
        held.clear();
        dues.clear();
        return all;
    }

    /** Gives away the leases that last longer than a request, as they are. */
    List<Held> giveAwayLasting() {
        List<Held> lasting =
                held.values().stream().filter(one -> one.lease().ttl() != null).toList();
        lasting.forEach(one -> strike(one.lease().leaseRef()));
        return lasting;
    }

    /** Takes a lease that another instance gave away. */
    void inherit(Held one) {
        hold(one.lease(), one.deadline());
    }

    /** The instance is ready: what was inherited may be used again. */
    List<Lease> activate(InstanceIdentity instance) {
        List<Lease> active = held.values().stream()
                .map(Held::lease)
                .filter(lease -> lease.state() == LeaseState.RECOVERING)
                .map(lease -> LeaseForms.activeOn(lease, instance))
                .toList();
        active.forEach(lease ->
                held.computeIfPresent(lease.leaseRef(), (ref, recovering) -> new Held(lease, recovering.deadline())));
        return active;
    }

    /** Whether that lease is in this book. */
    boolean holds(String ref) {
        return held.containsKey(ref);
    }

    private Lease end(String ref, LeaseState state, Problem cause) {
        return LeaseForms.in(strike(ref), state, cause);
    }

    private Lease strike(String ref) {
        dues.strike(ref);
        return held.remove(ref).lease();
    }

    /** The monotonic time of the next expiry. */
    OptionalLong nextDeadline() {
        return dues.next();
    }

    int size() {
        return held.size();
    }

    boolean isEmpty() {
        return held.isEmpty();
    }
}
