// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** The machine's half that deals with leases: grant, renew, release, expiry, idleness. Runs on the mailbox. */
final class Leasing {
    private static final long UNARMED = Long.MAX_VALUE;

    private final LeaseBook book = new LeaseBook();
    private final InstanceIdentity identity;
    private final LeaseIssue issue;
    private final Timings timings;
    private final Effects effects;
    private final LeaseDesk desk;
    private long expiryArmedFor = UNARMED;
    private boolean idleArmed;
    private Moment idleSince;

    Leasing(InstanceIdentity identity, Effects effects, LeaseDesk desk) {
        this.identity = identity;
        this.issue = new LeaseIssue(identity);
        this.timings = identity.timings();
        this.effects = effects;
        this.desk = desk;
    }

    LeaseDesk desk() {
        return desk;
    }

    LeaseBook book() {
        return book;
    }

    void grant(Waiter waiter, Endpoint endpoint, Moment now) {
        Lease lease = issue.issue(waiter.terms(), waiter.context(), now);
        book.enter(lease, now);
        if (desk.granted(waiter, lease, endpoint)) {
            armExpiry(now);
        } else {
            release(lease.leaseRef(), lease.ownerRef(), now);
        }
    }

    /** Ends a lease for its owner; an unknown one is no error. */
    void release(String ref, String owner, Moment now) {
        book.release(ref, owner).ifPresent(lease -> {
            desk.ended(lease);
            maybeIdle(now);
        });
    }

    Lease renew(String ref, LeaseTerms terms, Moment now) {
        Lease renewed = book.renew(ref, terms, now);
        desk.changed(renewed);
        armExpiry(now);
        return renewed;
    }

    void expire(Moment now) {
        expiryArmedFor = UNARMED;
        List<Lease> expired = book.expire(now);
        expired.forEach(desk::ended);
        armExpiry(now);
        if (!expired.isEmpty()) {
            maybeIdle(now);
        }
    }

    void revokeAll(Problem cause) {
        book.revokeAll(cause).forEach(desk::ended);
    }

    /** Takes the leases of an instance that was lost. */
    void inherit(List<LeaseBook.Held> leases, Moment now) {
        for (LeaseBook.Held one : leases) {
            book.inherit(one);
            desk.changed(one.lease());
        }
        armExpiry(now);
    }

    /** What was inherited can be used from now on, unless it ran out meanwhile. */
    void activate(Moment now) {
        expire(now);
        book.activate(identity).forEach(desk::changed);
    }

    /** Starts counting idle time when there is no lease; an alarm that is set already is left alone. */
    void maybeIdle(Moment now) {
        if (!book.isEmpty()) {
            return;
        }
        idleSince = now;
        if (timings.idleAfter() != null && !idleArmed) {
            idleArmed = true;
            effects.wake(Tick.IDLE, timings.idleAfter());
        }
    }

    /** Answers when the idle alarm rings; sets it again for what is left. */
    boolean idleLongEnough(Moment now) {
        idleArmed = false;
        if (!book.isEmpty()) {
            return false;
        }
        Duration left = timings.idleAfter().minus(now.since(idleSince));
        if (left.isNegative() || left.isZero()) {
            return true;
        }
        idleArmed = true;
        effects.wake(Tick.IDLE, left);
        return false;
    }

    private void armExpiry(Moment now) {
        OptionalLong next = book.nextDeadline();
        if (next.isPresent() && next.getAsLong() < expiryArmedFor) {
            expiryArmedFor = next.getAsLong();
            effects.wake(Tick.LEASES, Duration.ofNanos(Math.max(0, expiryArmedFor - now.nanos())));
        }
    }
}
