// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.kernel.FakeDriver;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.StillTime;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Two real instances: one holds a lease, the other takes what it leaves. All happens on the thread that causes it. */
final class LostAndHeir implements Neighbours {
    /** An engine that ends when it is told to. */
    private record FakeProcess(CompletableFuture<ExitFacts> exited) implements Engine {
        @Override
        public CompletableFuture<Launched> launch() {
            return CompletableFuture.completedFuture(new Launched("fake", 0, 0, ""));
        }

        @Override
        public ProcessOutput output() {
            return new ProcessOutput("fake");
        }

        @Override
        public CompletableFuture<Void> terminate(Duration grace) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private static final InstanceIdentity IDENTITY = Samples.identity();

    /** A lease that was granted before. */
    static final Lease LEASE = LeaseForms.in(
            new LeaseIssue(IDENTITY).issue(new LeaseTerms("anna", Duration.ofMinutes(1)), RequestContext.none(), at(0)),
            LeaseState.RECOVERING,
            Problem.of(ErrorCode.PROCESS_EXITED, "gone"));

    private final StillTime time = new StillTime();
    private final Workers workers = new Workers(time, Runnable::run);
    private final CompletableFuture<ExitFacts> end = new CompletableFuture<>();
    final LeaseTable leases = new LeaseTable(time);
    final Surroundings around;
    final Interims interims = new Interims();
    final Instance lost;
    final Instance heir;

    LostAndHeir() {
        Limits limits = new Limits(4, 4, 4, Duration.ofSeconds(1));
        around = new Surroundings(
                time,
                Runnable::run,
                Runnable::run,
                workers,
                null,
                leases,
                new Keeping(null, time),
                new Journal(() -> Samples.WALL, () -> 16),
                () -> limits);
        lost = instance(end);
        heir = instance(new CompletableFuture<>());
        HeldLease held = new HeldLease(LEASE, LEASE.ttl().toNanos());
        leases.addAgain(held, lost, new Quota().take("anna", 1).orElseThrow());
        lost.inherit(new Estate(List.of(held), List.of(), LEASE.cause(), Duration.ZERO));
    }

    /** Another one for the same endpoint. */
    Instance another() {
        return instance(new CompletableFuture<>());
    }

    private Instance instance(CompletableFuture<ExitFacts> exited) {
        DriverSeat.Ways ways = new DriverSeat.Ways(new CallGate(workers, 4), workers, time);
        DriverSeat seat = new DriverSeat(IDENTITY.id(), FakeDriver::new, ways, new ProcessOutput("fake").relay());
        return new Instance(IDENTITY, new FakeProcess(exited), seat, around, this);
    }

    /** The process of the first one ends. */
    void lose() {
        end.complete(new ExitFacts(1));
    }

    /** The second one takes the place of the first one, which lives on. */
    void handOver() {
        new Handover(leases).toInstance(lost, heir, around);
    }

    /** The first one takes its place back. */
    void handBack() {
        lost.reinstate(IDENTITY.generation() + 2);
        new Handover(leases).toInstance(heir, lost, around);
    }

    @Override
    public void over(Instance instance) {}

    @Override
    public Optional<Problem> failed(Instance instance, Estate estate) {
        heir.inherit(estate);
        return Optional.empty();
    }

    @Override
    public void strayed(Instance instance, Problem because) {
        new Asides(interims, around).setStraysAside(instance, because);
    }

    @Override
    public void goingAway(Instance instance, Waiter waiter) {}
}
