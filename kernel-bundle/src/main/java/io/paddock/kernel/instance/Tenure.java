// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The leases of one holder and their ends: renewal, release, expiry. Runs on the holder's mailbox. */
final class Tenure {
    private static final long UNARMED = Long.MAX_VALUE;

    private final LeaseBook book = new LeaseBook();
    private final Consumer<Duration> wake;
    private final Consumer<Lease> ended;
    private final BiConsumer<LeaseChange, Lease> changed;
    private long armedFor = UNARMED;

    /**
     * @param wake has {@link #expire} called after that time
     * @param ended hears of each lease that is over
     * @param changed hears of each lease that lives on in another way
     */
    Tenure(Consumer<Duration> wake, Consumer<Lease> ended, BiConsumer<LeaseChange, Lease> changed) {
        this.wake = wake;
        this.ended = ended;
        this.changed = changed;
    }

    LeaseBook book() {
        return book;
    }

    Lease renew(Asked asked, Moment now) {
        Lease renewed = book.renew(asked, now);
        changed.accept(LeaseChange.RENEWED, renewed);
        arm(asked.lease(), now);
        return renewed;
    }

    /** Does what was proposed, or leaves the lease as it was; empty when it is over meanwhile. */
    Optional<Lease> settle(Renewal renewal, boolean written, Moment now) {
        if (!book.holds(renewal.lease())) {
            return Optional.empty();
        }
        Lease lease = written ? book.apply(renewal) : book.spareNoLonger(renewal.lease());
        if (written) {
            changed.accept(LeaseChange.RENEWED, lease);
        }
        arm(renewal.lease(), now);
        return Optional.of(lease);
    }

    /** Whether there was such a lease. */
    boolean release(HeldLease lease, String owner) {
        Optional<Lease> released = book.release(lease, owner);
        released.ifPresent(ended);
        return released.isPresent();
    }

    /** Whether any lease ran out. */
    boolean expire(Moment now) {
        armedFor = UNARMED;
        List<Lease> expired = book.expire(now);
        expired.forEach(ended);
        arm(now);
        return !expired.isEmpty();
    }

    /** Whether there was such a lease. */
    boolean revoke(HeldLease lease, Problem cause) {
        boolean held = book.holds(lease);
        if (held) {
            ended.accept(book.revoke(lease, cause));
        }
        return held;
    }

    void revokeAll(Problem cause) {
        book.revokeAll(cause).forEach(ended);
    }

    /** Takes leases that another holder gave away for that cause. One that only changes hands is no news. */
    void inherit(List<HeldLease> leases, Problem cause, Moment now) {
        for (HeldLease lease : leases) {
            LeaseState before = lease.state();
            Lease recovering = lease.recover(cause);
            book.take(lease);
            if (before != recovering.state()) {
                changed.accept(LeaseChange.RECOVERING, recovering);
            }
        }
        arm(now);
    }

    /** Takes leases that another holder gave away, and which are good on that instance at once. */
    void receive(List<HeldLease> leases, InstanceIdentity instance, Moment now) {
        Standing good = Standing.with(instance);
        for (HeldLease lease : leases) {
            boolean waited = lease.state() == LeaseState.RECOVERING;
            Lease moved = lease.stand(good);
            book.take(lease);
            changed.accept(waited ? LeaseChange.RECOVERED : LeaseChange.MOVED, moved);
        }
        arm(now);
    }

    /** Sets the alarm for the next expiry, unless it is set. */
    void arm(Moment now) {
        OptionalLong next = book.nextDeadline();
        if (next.isPresent()) {
            armBy(next.getAsLong(), now);
        }
    }

    /** One lease got another expiry: the alarm is set as it was, or for that. The other leases need no look. */
    void arm(HeldLease lease, Moment now) {
        armBy(lease.due(), now);
    }

    private void armBy(long deadline, Moment now) {
        if (deadline < armedFor) {
            armedFor = deadline;
            wake.accept(Duration.ofNanos(Math.max(0, armedFor - now.nanos())));
        }
    }
}
