// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.List;

/** The machine's half that deals with leases: grant, renew, release, expiry, idleness. Runs on the mailbox. */
final class Leasing {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private InstanceIdentity identity;
    private LeaseIssue issue;
    private final Timings timings;
    private final Effects effects;
    private final LeaseDesk desk;
    private final Tenure tenure;
    private boolean idleArmed;
    private Followers followers; // of leases that moved away, or null
    private Moment idleSince;
    private boolean departed; // what outlives a request went away, and what comes late is to follow

    Leasing(InstanceIdentity identity, Effects effects, LeaseDesk desk) {
        this.identity = identity;
        this.issue = new LeaseIssue(identity);
        this.timings = identity.timings();
        this.effects = effects;
        this.desk = desk;
        this.tenure = new Tenure(delay -> effects.wake(Tick.LEASES, delay), desk::ended, desk::changed);
    }

    LeaseDesk desk() {
        return desk;
    }

    Tenure tenure() {
        return tenure;
    }

    LeaseBook book() {
        return tenure.book();
    }

    void grant(Waiter waiter, Endpoint endpoint, Moment now) {
        HeldLease lease = book().enter(issue.issue(waiter.terms(), waiter.context(), now), now);
        if (desk.granted(waiter, lease, endpoint.at(identity.generation()))) {
            tenure.arm(lease, now);
        } else {
            release(lease, lease.ownerRef(), now);
        }
    }

    /** Ends a lease for its owner; one that is over is no error. */
    void release(HeldLease lease, String owner, Moment now) {
        if (tenure.release(lease, owner)) {
            maybeIdle(now);
        }
    }

    Lease renew(Asked asked, Moment now) {
        return tenure.renew(asked, now);
    }

    /** Ends a lease that its owner never had; one that is over is no error. */
    void revoke(HeldLease lease, Problem cause, Moment now) {
        if (tenure.revoke(lease, cause)) {
            maybeIdle(now);
        }
    }

    void expire(Moment now) {
        if (tenure.expire(now)) {
            maybeIdle(now);
        }
        if (followers != null && !followers.allKnow()) {
            effects.wake(Tick.LEASES, LOOK_EVERY);
        }
    }

    void revokeAll(Problem cause) {
        tenure.revokeAll(cause);
    }

    /** It went, and takes none: all end, or follow those that went away before. */
    void turnAway(Problem cause) {
        if (!departed) {
            tenure.revokeAll(cause);
        }
    }

    /** It ends; what came late follows what went away before. */
    void endAll(Problem cause) {
        List<HeldLease> late = stray() ? book().giveAwayLasting() : List.of();
        tenure.revokeAll(cause);
        late.forEach(book()::take);
    }

    /** Takes the leases of an instance that was lost for that cause. */
    void inherit(List<HeldLease> leases, Problem cause, Moment now) {
        tenure.inherit(leases, cause, now);
    }

    /** What was inherited can be used from now on, unless it ran out meanwhile. */
    void activate(Moment now) {
        expire(now);
        book().activate(identity).forEach(lease -> desk.changed(LeaseChange.RECOVERED, lease));
    }

    /** It stands for its endpoint once more. */
    void reinstate(InstanceIdentity now) {
        identity = now;
        departed = false;
        issue = new LeaseIssue(now);
    }

    /** Gives away what outlives a request: whoever holds such a lease asks again where its endpoint is. */
    List<HeldLease> depart() {
        departed = true;
        return book().giveAwayLasting();
    }

    /** Whether its leases went away. */
    boolean departed() {
        return departed;
    }

    /** Whether nobody has a lease; then leases that are on their way here go on to the next one. */
    boolean closedUnused() {
        departed |= book().isEmpty();
        return book().isEmpty();
    }

    /** Whether that caller found this one just before its leases went away, and would get a lease that nobody moves. */
    boolean missed(Waiter waiter, InstanceState state) {
        return departed && (state == InstanceState.STARTING || waiter.terms().ttl() != null);
    }

    private boolean stray() {
        return departed && book().anyRecovering();
    }

    /** When it got others since. */
    void ifStray(Runnable then) {
        if (stray()) {
            then.run();
        }
    }

    /** Leases moved away from it, whose owners may still call it; looks now and then whether they know. */
    void followedBy(Followers moved) {
        if (followers == null || followers.allKnow()) { // else those of before are waited for
            followers = moved;
        }
        effects.wake(Tick.LEASES, LOOK_EVERY);
    }

    /** Whether nobody uses it: no lease, and none that moved away and whose owner may not know yet. */
    boolean done() {
        return book().isEmpty() && (followers == null || followers.allKnow());
    }

    /** Takes leases that another instance gave away; they are good at once. This one is ready. */
    void receive(List<HeldLease> leases, Moment now) {
        followers = null;
        tenure.receive(leases, identity, now);
    }

    /** Starts counting idle time when there is no lease; an alarm that is set already is left alone. */
    void maybeIdle(Moment now) {
        if (!book().isEmpty()) {
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
        if (!book().isEmpty()) {
            return false;
        }
        Duration left = timings.idleAfter().minus(now.since(idleSince));
        if (left.isNegative() || left.isZero()) {
            return closedUnused();
        }
        idleArmed = true;
        effects.wake(Tick.IDLE, left);
        return false;
    }
}
