// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.api.InstanceState.DRAINING;
import static io.paddock.api.InstanceState.FAILED;
import static io.paddock.api.InstanceState.READY;
import static io.paddock.api.InstanceState.STARTING;
import static io.paddock.api.InstanceState.STOPPED;

import io.paddock.api.Endpoint;
import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.Health;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides about one instance; never waits, never calls out, owns no thread. All methods run on its mailbox. */
final class InstanceMachine {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final String name;
    private final Timings timings;
    private final Effects effects;
    private final Leasing leasing;
    private final List<Waiter> waiters = new ArrayList<>();
    private final HealthTrack health = new HealthTrack();
    private InstanceState state = STARTING;
    private Readiness readiness; // null until it is its turn to start
    private Endpoint endpoint; // a candidate while starting
    private Instant readyAt;
    private Problem lastError;
    private String detail = "waits for its turn to start";
    private boolean ending;

    InstanceMachine(InstanceIdentity identity, Effects effects, LeaseDesk desk) {
        this.name = identity.id();
        this.timings = identity.timings();
        this.effects = effects;
        this.leasing = new Leasing(identity, effects, desk);
    }

    // --- callers

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
        if (health.status() == HealthStatus.UNAVAILABLE) {
            String seen = health.detail() == null ? "it does not answer" : health.detail();
            leasing.desk()
                    .refused(
                            waiter,
                            Problem.retryable(
                                    ErrorCode.INSTANCE_UNAVAILABLE,
                                    name + " does not answer its health check: " + seen,
                                    timings.healthEvery()));
            return;
        }
        leasing.grant(waiter, endpoint, now);
    }

    /** A caller gave up. A start that nobody waits for goes on, unless it never began. */
    void forget(Waiter waiter) {
        waiters.remove(waiter);
        if (state == STARTING && readiness == null && waiters.isEmpty()) {
            become(DRAINING);
            end();
        }
    }

    Leasing leasing() {
        return leasing;
    }

    /** Something about the leases changed: an instance on its way out may have nothing left to wait for. */
    void leasesChanged() {
        if (state == DRAINING && leasing.book().isEmpty()) {
            end();
        }
    }

    // --- starting

    void launching(Moment now) {
        readiness = new Readiness(timings.readyWithin(), now);
        detail = "is being launched";
        effects.wake(Tick.READINESS, timings.readyWithin());
    }

    void opened() {
        if (state == STARTING) {
            effects.ask(Question.PROBE);
        }
    }

    void pending(String because, long progress, Moment now) {
        if (state != STARTING) {
            return; // a late answer decides nothing
        }
        readiness.seen(because, progress, now);
        detail = because;
        effects.wake(Tick.PROBE, timings.probeEvery());
    }

    /** It says that it is ready; its health is asked before anybody is told. */
    void answered(Endpoint candidate) {
        if (state == STARTING) {
            endpoint = candidate;
            effects.ask(Question.CHECK);
        }
    }

    void checked(Health seen, Moment now) {
        if (state == READY) {
            noteHealth(seen);
            effects.wake(Tick.HEALTH, timings.healthEvery());
        } else if (state == STARTING && seen.status() == HealthStatus.UNAVAILABLE) {
            endpoint = null;
            pending("it answers, but not its health check: " + seen.detail(), 0, now);
        } else if (state == STARTING) {
            becomeReady(seen, now);
        }
    }

    private void noteHealth(Health seen) {
        health.seen(seen);
        detail = health.detail();
    }

    private void becomeReady(Health seen, Moment now) {
        become(READY);
        readyAt = now.wall();
        noteHealth(seen);
        effects.wake(Tick.HEALTH, timings.healthEvery());
        waiters.forEach(waiter -> leasing.grant(waiter, endpoint, now));
        waiters.clear();
        leasing.maybeIdle(now);
    }

    // --- ending

    /** It cannot live, for the reason given; what it wrote goes into {@code lastWords}, for people only. */
    void failed(Problem problem, String lastWords) {
        if (state != STARTING && state != READY) {
            return;
        }
        lastError = problem;
        detail = lastWords;
        become(FAILED);
        refuseWaiters(problem);
        end();
    }

    void exited(Problem problem, String lastWords) {
        failed(problem, lastWords);
        if (state == DRAINING) {
            end();
        }
    }

    /** Stops it; without {@code force} its leases may finish within {@code drain}. */
    void stop(boolean force, Duration drain) {
        if (state == STARTING || state == READY) {
            become(DRAINING);
            detail = null;
            refuseWaiters(Problem.retryable(
                    ErrorCode.DRAINING, name + " was stopped before it was ready; try again", RETRY_AFTER));
            effects.wake(Tick.DRAIN, drain);
        }
        if (state == DRAINING && (force || readyAt == null || leasing.book().isEmpty())) {
            end();
        }
    }

    private void refuseWaiters(Problem problem) {
        List<Waiter> all = List.copyOf(waiters);
        waiters.clear();
        all.forEach(waiter -> leasing.desk().refused(waiter, problem));
    }

    private void end() {
        if (!ending) {
            ending = true;
            leasing.revokeAll();
            effects.terminate();
        }
    }

    void terminated() {
        if (!state.isFinal()) {
            become(STOPPED);
        }
    }

    // --- time

    void ticked(Tick tick, Moment now) {
        switch (tick) {
            case PROBE -> opened();
            case READINESS -> readinessChecked(now);
            case HEALTH -> healthDue();
            case IDLE -> idleChecked(now);
            case DRAIN -> drained();
            case LEASES -> {
                leasing.expire(now);
                leasesChanged();
            }
        }
    }

    private void readinessChecked(Moment now) {
        if (state != STARTING) {
            return;
        }
        Duration left = readiness.left(now);
        if (left.isNegative() || left.isZero()) {
            String seen = readiness.lastSeen();
            failed(
                    Problem.of(
                            ErrorCode.READINESS_TIMEOUT,
                            name + " made no progress for "
                                    + timings.readyWithin().toMillis() + " ms and is not ready; last seen: " + seen),
                    seen);
        } else {
            effects.wake(Tick.READINESS, left);
        }
    }

    private void healthDue() {
        if (state == READY) {
            effects.ask(Question.CHECK);
        }
    }

    /** Whether anybody uses it is read now, when the alarm rings, not when it was set. */
    private void idleChecked(Moment now) {
        if (state == READY && leasing.idleLongEnough(now)) {
            become(DRAINING);
            detail = "was idle";
            end();
        }
    }

    private void drained() {
        if (state == DRAINING) {
            end();
        }
    }

    private void become(InstanceState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException(name + ": " + state + " cannot become " + next);
        }
        state = next;
    }

    InstanceState state() {
        return state;
    }

    View view() {
        HealthStatus status = state == InstanceState.FAILED ? HealthStatus.UNAVAILABLE : health.status();
        return new View(state, status, detail, readyAt == null ? null : endpoint, readyAt, lastError);
    }
}
