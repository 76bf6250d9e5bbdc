// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.CallOutcome;
import io.paddock.api.EventCause;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.SerialExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance: a mailbox around an {@link InstanceMachine}. Thread-safe; nothing blocks. */
final class Instance implements LeaseHolder {
    private static final Logger LOG = LoggerFactory.getLogger(Instance.class);

    private final Engine engine;
    private final Surroundings around;
    private final Neighbours neighbours;
    private final Chronicle chronicle; // on the mailbox only
    private final Acts acts;
    private final EngineEnds ends;
    private final SerialExecutor mailbox;
    private final InstanceMachine machine; // on the mailbox only
    private final EngineSide engineSide;
    private final CallerAnswers callers; // on the mailbox only
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Tally tally = new Tally();
    private final StartTurn turn = new StartTurn(); // on the mailbox only
    private volatile InstanceIdentity identity;
    private volatile View view;
    private volatile int leaseCount;
    private volatile Long pid;

    Instance(InstanceIdentity identity, Engine engine, DriverSeat seat, Surroundings around, Neighbours neighbours) {
        this.identity = identity;
        this.engine = engine;
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
        this.engineSide = new EngineSide(this, machine, engine, seat);
        this.callers = new CallerAnswers(this, machine, around);
        this.view = machine.view();
        engineSide.watch();
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
        turn.await(engineSide::launch, () -> post(engineSide::launch));
    }

    EngineSide engineSide() {
        return engineSide;
    }

    void runsAs(Long process) {
        pid = process;
    }

    /** Stands for its endpoint once more, in a later generation. */
    void reinstate(long generation) {
        post(() -> {
            identity = identity.at(generation);
            machine.leasing().reinstate(identity);
        });
    }

    /** Has the machine decide something, now or after what it is at. */
    void decide(Consumer<InstanceMachine> task) {
        postHere(() -> task.accept(machine));
    }

    /** Completes when it has decided everything that it was given before. */
    CompletableFuture<Void> settled() {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        post(() -> around.messengers().execute(() -> settled.complete(null)));
        return settled;
    }

    /** How the requests to it went. */
    Score score() {
        return tally.score();
    }

    @Override
    public void reported(CallOutcome outcome) {
        tally.note(outcome);
    }

    /** Takes what an instance that was lost left behind. The tables know of it before anybody can ask again. */
    void inherit(Estate estate) {
        estate.waiters().forEach(waiter -> waiter.movedTo(this));
        postHere(() -> machine.inherit(estate, now()));
        estate.leases().forEach(lease -> lease.moveTo(this));
        estate.waiters().stream().filter(Waiter::abandoned).forEach(this::forget);
        passOn(estate.cause());
    }

    /** Leases that reach it after it gave its own away go after those. */
    void passOn(Problem because) {
        decide(one -> one.leasing().ifStray(() -> neighbours.strayed(this, because)));
    }

    /** Called on the mailbox. */
    Optional<Problem> handOver(Estate estate) {
        publish();
        return neighbours.failed(this, estate);
    }

    @Override
    public void progressed() {
        engineSide.progressed();
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
        return stopFor(
                Chronicle.asked(force),
                force ? Duration.ZERO : around.limits().get().drain());
    }

    /** Stops it for that reason; its leases may finish within {@code drain}, if that is not zero. */
    CompletableFuture<Void> stopFor(Because because, Duration drain) {
        post(() -> {
            chronicle.because(because);
            machine.stop(drain.isZero(), drain);
        });
        return over;
    }

    /** Stops it at once, with no more patience than {@code grace}. */
    CompletableFuture<Void> stopWithin(Duration grace) {
        acts.hurry(grace);
        return stopFor(Chronicle.RUNTIME_STOPS, Duration.ZERO);
    }

    /**
     * Its backend goes. A process of the kernel may finish its leases, an engine inside this JVM has seconds for it.
     *
     * @return completes when no thread is in the backend's classes on its behalf
     */
    CompletableFuture<Void> retire() {
        CompletableFuture<Void> gone = acts.letGo();
        Duration drain = acts.parting(around.limits().get().drain());
        CompletableFuture<Void> told = new CompletableFuture<>();
        postHere(() -> {
            chronicle.because(EventCause.BACKEND_REMOVED, "its backend is being removed");
            machine.stop(drain.isZero(), drain);
            acts.hasten(drain);
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

    void terminated() {
        post(() -> {
            machine.terminated();
            publish();
            neighbours.over(this);
            engine.output().end();
            around.messengers().execute(() -> over.complete(null));
        });
    }

    Moment now() {
        return around.time().now();
    }

    void post(Runnable task) {
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
