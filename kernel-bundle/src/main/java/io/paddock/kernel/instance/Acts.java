// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.kernel.process.ChildProcess;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Does what an instance's machine decides: alarms, questions to the driver, the end. Runs on the mailbox. */
final class Acts implements Effects {
    /** How long a driver without an engine of its own may take to close. */
    static final Duration CLOSE_TAKES = Duration.ofSeconds(2);
    /** How long the requests of an engine inside this JVM may go on when its backend goes, and how long it may then take to end. */
    private static final Duration EMBEDDED_DRAIN = Duration.ofSeconds(2);

    private static final Duration EMBEDDED_CLOSE_TAKES = Duration.ofSeconds(2);
    /** A launch that hangs in the system may not hold up the end for ever. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Instance instance;
    private final Engine engine;
    private final DriverSeat seat;
    private final Time time;
    private final Map<Tick, Time.Alarm> alarms = new EnumMap<>(Tick.class);
    private volatile Duration grace;

    Acts(Instance instance, Engine engine, DriverSeat seat, Time time) {
        this.instance = instance;
        this.engine = engine;
        this.seat = seat;
        this.time = time;
        this.grace = instance.identity().timings().stopGrace();
    }

    @Override
    public void wake(Tick tick, Duration delay) {
        Time.Alarm earlier = alarms.put(tick, time.after(delay, () -> instance.ticked(tick)));
        if (earlier != null) {
            earlier.cancel();
        }
    }

    @Override
    public void ask(Question question) {
        Duration budget = instance.identity().timings().probeBudget();
        switch (question) {
            case PROBE -> Completion.on(seat.probe(budget), instance.engineSide()::probed);
            case CHECK -> Completion.on(seat.check(budget), instance.engineSide()::checked);
        }
    }

    @Override
    public void launch() {
        instance.queueUp();
    }

    @Override
    public Optional<Problem> handOver(Estate estate) {
        return instance.handOver(estate);
    }

    /** From now on an end is not more patient than {@code limit}. */
    void hurry(Duration limit) {
        if (limit.compareTo(grace) < 0) {
            grace = limit;
        }
    }

    /** The process first, then its driver; each step is bounded. */
    @Override
    public void terminate() {
        instance.publish(); // what it goes through is told in order
        instance.chronicle().stopping();
        alarms.values().forEach(Time.Alarm::cancel);
        alarms.clear();
        Duration longest = grace.plus(ChildProcess.KILL_TAKES).plus(MARGIN);
        CompletableFuture<Boolean> processGone = Completion.within(engine.terminate(grace), longest, time);
        Completion.on(processGone.thenCompose(inTime -> closeDriver()), (done, never) -> instance.terminated());
    }

    private CompletableFuture<Void> closeDriver() {
        return seat.close(embedded() ? grace : CLOSE_TAKES);
    }

    private boolean embedded() {
        return instance.identity().startupKind() == StartupKind.EMBEDDED;
    }

    /**
     * The backend goes: its classes are let go of now, or when what runs in them inside this JVM has ended.
     *
     * @return completes when no thread is in them on this instance's behalf
     */
    CompletableFuture<Void> letGo() {
        if (!embedded()) {
            return seat.close(CLOSE_TAKES);
        }
        hurry(EMBEDDED_CLOSE_TAKES);
        return instance.over();
    }

    /** How long its requests may go on when the backend goes; what is only attached to goes on without the kernel. */
    Duration parting(Duration drain) {
        return switch (instance.identity().startupKind()) {
            case SPAWNED -> drain;
            case EMBEDDED -> drain.compareTo(EMBEDDED_DRAIN) < 0 ? drain : EMBEDDED_DRAIN;
            default -> Duration.ZERO;
        };
    }

    /** Whoever was draining before the backend went has no longer than the others. */
    void hasten(Duration drain) {
        if (embedded()) {
            wake(Tick.DRAIN, drain);
        }
    }
}
