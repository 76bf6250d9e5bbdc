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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The live leases of one instance. Pure: time comes in as a value. Used on the instance's mailbox only. */
final class LeaseBook {
    private final Set<HeldLease> held = new LinkedHashSet<>();
    private final DueQueue dues = new DueQueue();
    private Standing common; // how the lease stood that was taken last, or null

    /** Enters a lease that is granted now. */
    HeldLease enter(Lease lease, Moment now) {
        HeldLease entered = new HeldLease(lease, deadline(lease.ttl(), now));
        take(entered);
        return entered;
    }

    /** Takes a lease that is in no book. */
    void take(HeldLease lease) {
        held.add(lease);
        lease.enteredIn(this);
        common = lease.share(common);
        dues.enter(lease);
    }

    private static long deadline(Duration ttl, Moment now) {
        return ttl == null ? DueQueue.NEVER : now.nanos() + ttl.toNanos();
    }

    /** Moves the expiry of a live lease. */
    Lease renew(Asked asked, Moment now) {
        LeaseTerms terms = asked.terms();
        requireRenewable(asked.lease(), terms, now);
        long deadline = deadline(terms.ttl(), now);
        Lease renewed = asked.lease().renew(asked.ref(), terms.ttl(), expiry(terms, now), deadline);
        dues.moved(asked.lease());
        return renewed;
    }

    /** What {@link #apply} would do, if it may be done. */
    Renewal propose(Asked asked, Answer<Lease> answer, Moment now) {
        HeldLease lease = asked.lease();
        LeaseTerms terms = asked.terms();
        requireRenewable(lease, terms, now);
        Lease renewed = LeaseForms.renewed(lease.lease(), terms.ttl(), expiry(terms, now));
        return new Renewal(lease, renewed, deadline(terms.ttl(), now), answer);
    }

    private static Instant expiry(LeaseTerms terms, Moment now) {
        return terms.ttl() == null ? null : now.wall().plus(terms.ttl());
    }

    private void requireRenewable(HeldLease lease, LeaseTerms terms, Moment now) {
        if (!holds(lease) || lease.deadline() <= now.nanos()) {
            throw unknown();
        }
        requireOwner(lease, terms.ownerRef());
        if (!lease.renewable()) {
            throw new InferenceException(
                    ErrorCode.LEASE_NOT_RENEWABLE, "the lease was granted as not renewable; ensure the endpoint again");
        }
    }

    /** Renews a lease that is in this book. */
    Lease apply(Renewal renewal) {
        Lease renewed = renewal.renewed();
        HeldLease lease = renewal.lease();
        Lease now = lease.renew(renewed.leaseRef(), renewed.ttl(), renewed.expiresAt(), renewal.deadline());
        dues.moved(lease);
        return now;
    }

    /** A lease in this book does not expire for the time being. */
    void spare(HeldLease lease) {
        lease.spare(true);
    }

    /** A lease in this book may expire again. */
    Lease spareNoLonger(HeldLease lease) {
        lease.spare(false);
        dues.moved(lease);
        return lease.lease();
    }

    /** Ends a lease for its owner; empty when it is not in this book. */
    Optional<Lease> release(HeldLease lease, String owner) {
        if (!holds(lease)) {
            return Optional.empty();
        }
        requireOwner(lease, owner);
        return Optional.of(end(lease, LeaseState.RELEASED, null));
    }

    private static void requireOwner(HeldLease lease, String owner) {
        if (!lease.ownerRef().equals(owner)) {
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
        for (HeldLease lease = dues.due(now.nanos()); lease != null; lease = dues.due(now.nanos())) {
            expired.add(end(lease, LeaseState.EXPIRED, null));
        }
        return expired;
    }

    /** Ends one lease that is in this book. */
    Lease revoke(HeldLease lease, Problem cause) {
        return end(lease, LeaseState.REVOKED, cause);
    }

    /** Ends all leases, because the instance goes. */
    List<Lease> revokeAll(Problem cause) {
        return List.copyOf(held).stream()
                .map(lease -> end(lease, LeaseState.REVOKED, cause))
                .toList();
    }

    /** Gives all leases away, because the instance is lost; they wait for the next one. */
    List<HeldLease> handOver() {
        List<HeldLease> all = List.copyOf(held);
        all.forEach(lease -> lease.enteredIn(null));
        held.clear();
        dues.clear();
        return all;
    }

    /** Gives away the leases that last longer than a request, as they are. */
    List<HeldLease> giveAwayLasting() {
        List<HeldLease> all = handOver();
        all.stream().filter(lease -> lease.ttl() == null).forEach(this::take);
        return all.stream().filter(lease -> lease.ttl() != null).toList();
    }

    /** Whether any lease waits for another instance. */
    boolean anyRecovering() {
        return held.stream().anyMatch(lease -> lease.state() == LeaseState.RECOVERING);
    }

    /** The instance is ready: what waited for it may be used again. */
    List<Lease> activate(InstanceIdentity instance) {
        Standing good = Standing.with(instance);
        common = good;
        return held.stream()
                .filter(lease -> lease.state() == LeaseState.RECOVERING)
                .map(lease -> lease.stand(good))
                .toList();
    }

    /** Whether that lease is in this book. */
    boolean holds(HeldLease lease) {
        return lease.book() == this;
    }

    private Lease end(HeldLease lease, LeaseState state, Problem cause) {
        held.remove(lease);
        lease.enteredIn(null);
        dues.strike(lease);
        return LeaseForms.in(lease.lease(), state, cause);
    }

    /** The monotonic time of the next expiry, or an earlier one. */
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
