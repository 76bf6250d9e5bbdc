// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The leases of one holder and their ends: renewal, release, expiry. Runs on the holder's mailbox. */
final class Tenure {
    private static final long UNARMED = Long.MAX_VALUE;

    private final LeaseBook book = new LeaseBook();
    private final Consumer<Duration> wake;
    private final Consumer<Lease> ended;
    private final Consumer<Lease> changed;
    private long armedFor = UNARMED;

    /**
     * @param wake has {@link #expire} called after that time
     * @param ended hears of each lease that is over
     * @param changed hears of each lease that got another form
     */
    Tenure(Consumer<Duration> wake, Consumer<Lease> ended, Consumer<Lease> changed) {
        this.wake = wake;
        this.ended = ended;
        this.changed = changed;
    }

    LeaseBook book() {
        return book;
    }

    Lease renew(String ref, LeaseTerms terms, Moment now) {
        Lease renewed = book.renew(ref, terms, now);
        changed.accept(renewed);
        arm(now);
        return renewed;
    }

    /** Does what was proposed, or leaves the lease as it was; empty when it is over meanwhile. */
    Optional<Lease> settle(Renewal renewal, boolean written, Moment now) {
        if (!book.holds(renewal.ref())) {
            return Optional.empty();
        }
        Lease lease = written ? book.apply(renewal) : book.spareNoLonger(renewal.ref());
        if (written) {
            changed.accept(lease);
        }
        arm(now);
        return Optional.of(lease);
    }

    /** Whether there was such a lease. */
    boolean release(String ref, String owner) {
        Optional<Lease> released = book.release(ref, owner);
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
    boolean revoke(String ref, Problem cause) {
        boolean held = book.holds(ref);
        if (held) {
            ended.accept(book.revoke(ref, cause));
        }
        return held;
    }

    void revokeAll(Problem cause) {
        book.revokeAll(cause).forEach(ended);
    }

    /** Takes leases that another holder gave away. */
    void inherit(List<LeaseBook.Held> leases, Moment now) {
        for (LeaseBook.Held one : leases) {
            book.inherit(one);
            changed.accept(one.lease());
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
