// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.Health;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import java.time.Duration;

/** What an instance's engine and driver do and tell; all of it ends in the instance's mailbox. Thread-safe. */
final class EngineSide {
    private static final Duration LAST_LOOK = Duration.ofMillis(500);

    private final Instance instance;
    private final InstanceMachine machine; // on the mailbox only
    private final Engine engine;
    private final DriverSeat seat;
    private final EngineEnds ends;
    private final DriverAnswers answers; // on the mailbox only
    private volatile boolean progressed; // since the last look at its health

    EngineSide(Instance instance, InstanceMachine machine, Engine engine, DriverSeat seat) {
        this.instance = instance;
        this.machine = machine;
        this.engine = engine;
        this.seat = seat;
        this.ends = new EngineEnds(instance.identity().id());
        this.answers = new DriverAnswers(instance.identity(), machine);
    }

    void watch() {
        Completion.on(engine.exited(), (facts, never) -> instance.post(() -> exited(facts)));
    }

    /** A request moves on: a busy engine is not a dead one. */
    void progressed() {
        progressed = true;
    }

    /** Called on the mailbox. */
    void launch() {
        if (machine.state() != InstanceState.STARTING) {
            return;
        }
        machine.launching(instance.now());
        instance.chronicle().starting();
        Completion.on(engine.launch(), (launched, failure) -> instance.post(() -> launched(launched, failure)));
    }

    private void launched(Launched launched, Throwable failure) {
        if (failure != null) {
            Problem problem = ends.unlaunched(failure);
            machine.failed(problem, problem.detail(), instance.now());
            return;
        }
        instance.runsAs(launched.pid() == 0 ? null : Long.valueOf(launched.pid()));
        if (machine.state() == InstanceState.STARTING) {
            Completion.on(
                    seat.open(launched, instance.identity().timings().readyWithin()),
                    (driver, broken) -> instance.post(() -> answers.opened(broken, instance.now())));
        }
    }

    void probed(Probe probe, Throwable failure) {
        instance.post(() -> answers.probed(probe, failure, instance.now()));
    }

    void checked(Health health, Throwable failure) {
        boolean worked = progressed;
        progressed = false;
        instance.post(() -> answers.checked(health, failure, worked, instance.now()));
    }

    /** Its driver heard its last words, and is asked once more what they mean. */
    private void exited(ExitFacts facts) {
        Completion.on(
                seat.probe(LAST_LOOK),
                (probe, never) -> instance.post(
                        () -> answers.exited(facts, probe, engine.output().lastWords(), instance.now())));
    }
}
