// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
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
    private final BiConsumer<LeaseState, Lease> changed;
    private long armedFor = UNARMED;

    /**
     * @param wake has {@link #expire} called after that time
     * @param ended hears of each lease that is over
     * @param changed hears of each lease that got another form, and what state it was in before
     */
    Tenure(Consumer<Duration> wake, Consumer<Lease> ended, BiConsumer<LeaseState, Lease> changed) {
        this.wake = wake;
        this.ended = ended;
        this.changed = changed;
    }

    LeaseBook book() {
        return book;
    }

    Lease renew(HeldLease lease, LeaseTerms terms, Moment now) {
        Lease renewed = book.renew(lease, terms, now);
        changed.accept(renewed.state(), renewed);
        arm(now);
        return renewed;
    }

    /** Does what was proposed, or leaves the lease as it was; empty when it is over meanwhile. */
    Optional<Lease> settle(Renewal renewal, boolean written, Moment now) {
        if (!book.holds(renewal.lease())) {
            return Optional.empty();
        }
        Lease lease = written ? book.apply(renewal) : book.spareNoLonger(renewal.lease());
        if (written) {
            changed.accept(lease.state(), lease);
        }
        arm(now);
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
            book.take(lease);
            LeaseState before = lease.state();
            Lease recovering = lease.recover(cause);
            if (before != recovering.state()) {
                changed.accept(before, recovering);
            }
        }
        arm(now);
    }

    /** Sets the alarm for the next expiry, unless it is set. */
    void arm(Moment now) {
        OptionalLong next = book.nextDeadline();
        if (next.isPresent() && next.getAsLong() < armedFor) {
            armedFor = next.getAsLong();
            wake.accept(Duration.ofNanos(Math.max(0, armedFor - now.nanos())));
        }
    }
}
