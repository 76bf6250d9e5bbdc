// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Overrun;
import io.paddock.spi.Health;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.List;

/** What a driver's answer, or its failure to give one, means to the machine. Runs on the mailbox. */
final class DriverAnswers {
    private final InstanceIdentity identity;
    private final InstanceMachine machine;
    private final EngineEnds ends;

    DriverAnswers(InstanceIdentity identity, InstanceMachine machine) {
        this.identity = identity;
        this.machine = machine;
        this.ends = new EngineEnds(identity.id());
    }

    void opened(Throwable failure, Moment now) {
        if (failure == null) {
            machine.ticked(Tick.PROBE, now);
        } else {
            failed(failure, "making the driver of " + identity.id(), now);
        }
    }

    void probed(Probe probe, Throwable failure, Moment now) {
        if (failure instanceof Overrun) {
            machine.pending(failure.getMessage(), 0, now);
        } else if (failure != null || probe == null) {
            failed(orNothing(failure), "probing " + identity.id(), now);
        } else {
            take(probe, now);
        }
    }

    private void take(Probe probe, Moment now) {
        Void unused = probe.fold(
                pending -> {
                    machine.pending(pending.because(), pending.progress(), now);
                    return null;
                },
                ready -> {
                    takeReady(ready, now);
                    return null;
                },
                failed -> {
                    String because = failed.because();
                    machine.failed(
                            Problem.of(ErrorCode.LAUNCH_FAILED, identity.id() + " cannot become ready: " + because),
                            because,
                            now);
                    return null;
                });
    }

    private void takeReady(Probe.Ready ready, Moment now) {
        try {
            machine.answered(Publication.endpoint(identity, ready));
        } catch (InferenceException e) {
            machine.failed(e.problem(), e.problem().detail(), now);
        }
    }

    /**
     * Its process ended.
     *
     * @param probe what its driver made of that, or null
     * @param lastWords the last lines, for people only
     */
    void exited(ExitFacts facts, Probe probe, List<String> lastWords, Moment now) {
        boolean ready = machine.view().readyAt() != null;
        Problem problem = ends.exited(facts, ready, probe instanceof Probe.Failed known ? known.because() : "");
        if (!ready && facts.portTaken()) {
            // Nobody's fault: those who wait get the next one, on another port, as often as a crash loop allows.
            machine.inherit(new Estate(List.of(), List.of(), problem, Duration.ZERO), now);
        }
        machine.exited(problem, EngineEnds.lastWords(facts, lastWords), now);
    }

    void checked(Health health, Throwable failure, boolean worked, Moment now) {
        if (failure instanceof Cut) {
            return; // nobody asks any more
        }
        if (health != null && health.status() != HealthStatus.UNKNOWN) {
            machine.checked(health, worked, now);
            return;
        }
        Throwable cause = orNothing(failure);
        String seen =
                cause instanceof Overrun ? cause.getMessage() : cause.getClass().getSimpleName();
        machine.checked(new Health(HealthStatus.UNAVAILABLE, "the health check failed: " + seen), worked, now);
    }

    private static Throwable orNothing(Throwable failure) {
        return failure != null ? failure : new NullPointerException("the driver answered nothing");
    }

    private void failed(Throwable failure, String doing, Moment now) {
        if (!(failure instanceof Cut)) {
            Problem problem = Faults.of(failure, identity.backend(), doing);
            machine.failed(problem, problem.detail(), now);
        }
    }
}
