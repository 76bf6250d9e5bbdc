// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.api.InstanceState.DRAINING;
import static io.paddock.api.InstanceState.FAILED;
import static io.paddock.api.InstanceState.READY;
import static io.paddock.api.InstanceState.STARTING;
import static io.paddock.api.InstanceState.STOPPED;

import io.paddock.api.Endpoint;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.Health;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.function.Supplier;

/** Decides about one instance; never waits, never calls out, owns no thread. All methods run on its mailbox. */
final class InstanceMachine {
    private final InstanceIdentity identity;
    private final Timings timings;
    private final Refusals refusals;
    private final Startup startup;
    private final Effects effects;
    private final Leasing leasing;
    private final Callers waiters;
    private final HealthTrack health;
    private InstanceState state = STARTING;
    private Endpoint endpoint; // null until it is ready
    private Moment readyAt;
    private Problem lastError;
    private String detail;
    private boolean heir; // of an instance that was lost: it comes up for those who held on to that one
    private boolean ending;

    InstanceMachine(InstanceIdentity identity, Effects effects, LeaseDesk desk, Supplier<Vigilance> vigilance) {
        this.identity = identity;
        this.refusals = new Refusals(identity);
        this.startup = new Startup(identity, vigilance, effects);
        this.timings = identity.timings();
        this.effects = effects;
        this.leasing = new Leasing(identity, effects, desk);
        this.waiters = new Callers(desk);
        this.health = new HealthTrack(identity.managementMode(), vigilance);
    }

    void ensure(Waiter waiter, Moment now) {
        if (state == READY) {
            leaseOrRefuse(waiter, now);
        } else if (!waiter.patient()) {
            leasing.desk().refused(waiter, waiter.expired());
        } else if (state == STARTING) {
            waiters.add(waiter);
        } else {
            leasing.desk().goingAway(waiter);
        }
    }

    private void leaseOrRefuse(Waiter waiter, Moment now) {
        if (health.status() == HealthStatus.UNAVAILABLE && !waiter.acceptsUnavailable()) {
            leasing.desk().refused(waiter, refusals.unavailable(health.detail()));
        } else {
            leasing.grant(waiter, endpoint, now);
        }
    }

    /** A caller gave up. */
    void forget(Waiter waiter) {
        waiters.forget(waiter);
        dropUnwantedStart();
    }

    /** A start that nobody waits for goes on, unless it never began. */
    private void dropUnwantedStart() {
        if (state == STARTING && !startup.begun() && waiters.none() && leasing.closedUnused()) {
            become(DRAINING);
            end(refusals.over("is not wanted any more"));
        }
    }

    /** Takes what an instance that was lost left behind; its leases are good again once this one is ready. */
    void inherit(Estate estate, Moment now) {
        leasing.inherit(estate.leases(), estate.cause(), now);
        if (!leasing.departed() && (state == STARTING || state == READY)) {
            heir = true;
            estate.waiters().forEach(waiter -> ensure(waiter, now));
            if (state == READY) {
                leasing.activate(now);
            }
        } else {
            leasing.turnAway(estate.cause());
            estate.waiters().forEach(leasing.desk()::goingAway);
        }
    }

    Leasing leasing() {
        return leasing;
    }

    Callers waiters() {
        return waiters;
    }

    /** Something about the leases changed: an instance on its way out may have nothing left to wait for. */
    void leasesChanged() {
        if (leasing.done()) {
            endDraining(refusals.over("has no leases left"));
        }
        dropUnwantedStart();
    }

    /** It may come up after {@code delay}. */
    void begin(Duration delay) {
        if (state == STARTING) {
            startup.begin(delay);
        }
    }

    void launching(Moment now) {
        startup.launching(now);
    }

    private void askIn(InstanceState right, Question question) {
        if (state == right) {
            effects.ask(question);
        }
    }

    void pending(String because, long progress, Moment now) {
        if (state == STARTING) { // a late answer decides nothing
            startup.pending(because, progress, now);
        }
    }

    void answered(Endpoint candidate) {
        if (state == STARTING) {
            startup.answered(candidate);
        }
    }

    /**
     * Its health was looked at.
     *
     * @param worked whether a request moved on since the last look
     */
    void checked(Health seen, boolean worked, Moment now) {
        if (state == READY) {
            noteHealth(seen, worked, now);
            effects.wake(Tick.HEALTH, timings.healthEvery());
            health.lost(now).ifPresent(outage -> failed(refusals.lost(outage, detail), detail, now));
        } else if (state == STARTING) {
            startup.candidate().ifPresent(candidate -> checkedBeforeReady(candidate, seen, now));
        }
    }

    private void checkedBeforeReady(Endpoint candidate, Health seen, Moment now) {
        if (seen.status() == HealthStatus.UNAVAILABLE) {
            startup.pending("it answers, but not its health check: " + seen.detail(), 0, now);
        } else {
            endpoint = candidate;
            becomeReady(seen, now);
        }
    }

    private void noteHealth(Health seen, boolean worked, Moment now) {
        health.seen(seen, worked, now);
        detail = health.detail();
    }

    private void becomeReady(Health seen, Moment now) {
        become(READY);
        readyAt = now;
        noteHealth(seen, false, now);
        effects.wake(Tick.HEALTH, timings.healthEvery());
        leasing.activate(now);
        waiters.takeAll().forEach(waiter -> leasing.grant(waiter, endpoint, now));
        leasing.maybeIdle(now);
    }

    /** It cannot live, for the reason given; what it wrote goes into {@code lastWords}, for people only. */
    void failed(Problem problem, String lastWords, Moment now) {
        if (state != STARTING && state != READY) {
            return;
        }
        lastError = problem;
        detail = lastWords;
        become(FAILED);
        bequeath(problem, now);
        end(problem);
    }

    /** Leases outlive the instance. Callers of a first start are told at once; those of a restart wait for the next. */
    private void bequeath(Problem problem, Moment now) {
        if (!heir) {
            waiters.refuseAll(problem);
        }
        Duration served = readyAt == null ? Duration.ZERO : now.since(readyAt);
        Estate estate = new Estate(leasing.book().handOver(), waiters.takeAll(), problem, served);
        effects.handOver(estate).ifPresent(refusal -> {
            leasing.inherit(estate.leases(), estate.cause(), now);
            leasing.revokeAll(refusal);
            estate.waiters().forEach(waiter -> leasing.desk().refused(waiter, refusal));
        });
    }

    void exited(Problem problem, String lastWords, Moment now) {
        failed(problem, lastWords, now);
        endDraining(problem);
    }

    /** Stops it; without {@code force} its leases may finish within {@code drain}. */
    void stop(boolean force, Duration drain) {
        if (state == STARTING || state == READY) {
            become(DRAINING);
            detail = null;
            waiters.refuseAll(refusals.stoppedEarly());
            effects.wake(Tick.DRAIN, drain);
        }
        if (state == DRAINING && (force || readyAt == null || leasing.done())) {
            end(refusals.over("was stopped"));
        }
    }

    private void endDraining(Problem cause) {
        if (state == DRAINING) {
            end(cause);
        }
    }

    private void end(Problem cause) {
        if (!ending) {
            ending = true;
            leasing.endAll(cause);
            effects.terminate();
        }
    }

    void terminated() {
        if (!state.isFinal()) {
            become(STOPPED);
        }
    }

    void ticked(Tick tick, Moment now) {
        switch (tick) {
            case LAUNCH -> begin(Duration.ZERO);
            case PROBE -> askIn(STARTING, Question.PROBE);
            case READINESS -> readinessChecked(now);
            case HEALTH -> askIn(READY, Question.CHECK);
            case IDLE -> idleChecked(now);
            case DRAIN -> endDraining(refusals.over("was stopped before the lease ended"));
            case LEASES -> {
                leasing.expire(now);
                leasesChanged();
            }
        }
    }

    private void readinessChecked(Moment now) {
        if (state == STARTING) {
            startup.tooLate(now).ifPresent(verdict -> failed(refusals.late(verdict), startup.seen(), now));
        }
    }

    /** Whether anybody uses it is read now, when the alarm rings, not when it was set. */
    private void idleChecked(Moment now) {
        if (state == READY && leasing.idleLongEnough(now)) {
            become(DRAINING);
            detail = "was idle";
            end(refusals.over("was idle"));
        }
    }

    private void become(InstanceState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException(identity.id() + ": " + state + " cannot become " + next);
        }
        state = next;
    }

    InstanceState state() {
        return state;
    }

    View view() {
        HealthStatus status = state == InstanceState.FAILED ? HealthStatus.UNAVAILABLE : health.status();
        return new View(
                state,
                status,
                state == STARTING ? startup.seen() : detail,
                endpoint,
                readyAt,
                lastError,
                health.facts());
    }
}
