// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.EventCause;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.SerialExecutor;
import io.paddock.spi.Health;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance: a mailbox around an {@link InstanceMachine}. Thread-safe; nothing blocks. */
final class Instance implements LeaseHolder {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);
    private static final Duration LAST_LOOK = Duration.ofMillis(500);

    private final InstanceIdentity identity;
    private final Engine engine;
    private final DriverSeat seat;
    private final Surroundings around;
    private final Neighbours neighbours;
    private final Chronicle chronicle; // on the mailbox only
    private final Acts acts;
    private final EngineEnds ends;
    private final SerialExecutor mailbox;
    private final InstanceMachine machine; // on the mailbox only
    private final DriverAnswers answers; // on the mailbox only
    private final CallerAnswers callers; // on the mailbox only
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final StartTurn turn = new StartTurn(); // on the mailbox only
    private volatile View view;
    private volatile int leaseCount;
    private volatile Long pid;
    private volatile boolean progressed; // since the last look at its health

    Instance(InstanceIdentity identity, Engine engine, DriverSeat seat, Surroundings around, Neighbours neighbours) {
        this.identity = identity;
        this.engine = engine;
        this.seat = seat;
        this.around = around;
        this.neighbours = neighbours;
        this.ends = new EngineEnds(identity.id());
        this.chronicle = new Chronicle(identity, around);
        this.acts = new Acts(this, engine, seat, around.time());
        this.mailbox = new SerialExecutor(around.mailboxes());
        this.machine = new InstanceMachine(
                identity,
                acts,
                new Desk(this, around, neighbours),
                () -> around.limits().get().vigilance());
        this.answers = new DriverAnswers(identity, machine);
        this.callers = new CallerAnswers(this, machine, around);
        this.view = machine.view();
        Completion.on(engine.exited(), (facts, never) -> post(() -> exited(facts)));
    }

    InstanceIdentity identity() {
        return identity;
    }

    Chronicle chronicle() {
        return chronicle;
    }

    /** Completes when nothing of it runs any more. */
    CompletableFuture<Void> over() {
        return over;
    }

    InstanceSnapshot snapshot() {
        return Publication.snapshot(identity, view, leaseCount, pid);
    }

    /** Whether it grants no lease any more. */
    boolean leaving() {
        return view.state() != InstanceState.STARTING && view.state() != InstanceState.READY;
    }

    /** What it shows of itself now. */
    View view() {
        return view;
    }

    /** What its process wrote. */
    ProcessOutput output() {
        return engine.output();
    }

    /** Brings it up after {@code delay}, when {@code starts} says so; null: nobody need say so. */
    void start(StartGate starts, Duration delay) {
        post(() -> {
            turn.at(starts);
            machine.begin(delay);
        });
    }

    /** It is to be launched in its turn; called on the mailbox. */
    void queueUp() {
        turn.await(this::launch, () -> post(this::launch));
    }

    /** Takes what an instance that was lost left behind. The tables know of it before anybody can ask again. */
    void inherit(Estate estate) {
        estate.waiters().forEach(waiter -> waiter.movedTo(this));
        postHere(() -> machine.inherit(estate, now()));
        estate.leases().forEach(lease -> lease.moveTo(this));
        estate.waiters().stream().filter(Waiter::abandoned).forEach(this::forget);
    }

    /** Called on the mailbox. */
    Optional<Problem> handOver(Estate estate) {
        publish();
        return neighbours.failed(this, estate);
    }

    @Override
    public void progressed() {
        progressed = true;
    }

    /** Leases it to {@code waiter}, now or when it is ready. */
    void ensure(Waiter waiter) {
        postHere(() -> callers.ensure(waiter, now()));
    }

    void forget(Waiter waiter) {
        post(() -> {
            chronicle.because(EventCause.ABANDONED, "nobody waited for it any more");
            machine.forget(waiter);
        });
    }

    @Override
    public void renew(Asked asked, Answer<Lease> answer) {
        postHere(() -> callers.renew(asked, answer, now()));
    }

    @Override
    public void renewed(Renewal renewal, Problem unwritten) {
        post(() -> callers.renewed(renewal, unwritten, now()));
    }

    @Override
    public void release(HeldLease lease, String owner, Answer<Void> answer) {
        postHere(() -> callers.release(lease, owner, answer, now()));
    }

    @Override
    public void revoke(HeldLease lease, Problem cause, Runnable then) {
        post(() -> callers.revoke(lease, cause, then, now()));
    }

    CompletableFuture<Void> stop(boolean force) {
        return stop(force, Chronicle.asked(force));
    }

    private CompletableFuture<Void> stop(boolean force, Because because) {
        post(() -> {
            chronicle.because(because);
            machine.stop(force, around.limits().get().drain());
        });
        return over;
    }

    /** Stops it at once, with no more patience than {@code grace}. */
    CompletableFuture<Void> stopWithin(Duration grace) {
        acts.hurry(grace);
        return stop(true, Chronicle.RUNTIME_STOPS);
    }

    /**
     * Its backend goes. A process of the kernel may finish its leases; everything else ends now.
     *
     * @return completes when no thread is in the backend's classes on its behalf
     */
    CompletableFuture<Void> retire() {
        CompletableFuture<Void> gone = acts.letGo();
        CompletableFuture<Void> told = new CompletableFuture<>();
        postHere(() -> {
            chronicle.because(EventCause.BACKEND_REMOVED, "its backend is being removed");
            machine.stop(!identity.spawned(), around.limits().get().drain());
            publish();
            told.complete(null);
        });
        return CompletableFuture.allOf(gone, told);
    }

    void ticked(Tick tick) {
        post(() -> {
            chronicle.rang(tick);
            machine.ticked(tick, now());
        });
    }

    private void launch() {
        if (machine.state() != InstanceState.STARTING) {
            return;
        }
        machine.launching(now());
        chronicle.starting();
        Completion.on(engine.launch(), (launched, failure) -> post(() -> launched(launched, failure)));
    }

    private void launched(Launched launched, Throwable failure) {
        if (failure != null) {
            Problem problem = ends.unlaunched(failure);
            machine.failed(problem, problem.detail(), now());
            return;
        }
        pid = launched.pid() == 0 ? null : Long.valueOf(launched.pid());
        if (machine.state() == InstanceState.STARTING) {
            Completion.on(
                    seat.open(launched, identity.timings().readyWithin()),
                    (driver, broken) -> post(() -> answers.opened(broken, now())));
        }
    }

    void probed(Probe probe, Throwable failure) {
        post(() -> answers.probed(probe, failure, now()));
    }

    void checked(Health health, Throwable failure) {
        boolean worked = progressed;
        progressed = false;
        post(() -> answers.checked(health, failure, worked, now()));
    }

    /** Its driver heard its last words, and is asked once more what they mean. */
    private void exited(ExitFacts facts) {
        Completion.on(
                seat.probe(LAST_LOOK),
                (probe, never) ->
                        post(() -> answers.exited(facts, probe, engine.output().lastWords(), now())));
    }

    void terminated() {
        post(() -> {
            machine.terminated();
            publish();
            neighbours.over(this);
            engine.output().end();
            around.messengers().execute(() -> over.complete(null));
        });
    }

    private Moment now() {
        return around.time().now();
    }

    private void post(Runnable task) {
        mailbox.execute(() -> run(task));
    }

    private void postHere(Runnable task) {
        mailbox.executeHere(() -> run(task));
    }

    /** A defect of ours ends the instance instead of leaving its waiters alone. */
    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Problem problem = ends.defect(e);
            machine.failed(problem, problem.detail(), now());
        } finally {
            publish();
            chronicle.taskOver();
        }
    }

    /** Brings what others see up to date. */
    void publish() {
        View before = view;
        view = machine.view();
        leaseCount = machine.leasing().book().size();
        chronicle.seen(view);
        if (view.state() != before.state()) {
            LOG.info("{} is {}{}", identity.id(), view.state().wireName(), view.because());
        }
        if (view.state() != InstanceState.STARTING) {
            turn.over();
        }
    }
}
