// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.ErrorCode;
import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.api.Problem;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapState;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Note;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.SerialExecutor;
import io.paddock.kernel.work.Time;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One swap: a mailbox around a {@link SwapMachine}; each phase is bounded. Thread-safe; nothing blocks. */
final class SwapRun implements SwapEffects {
    private static final Logger LOG = LoggerFactory.getLogger(SwapRun.class);

    private final String id;
    private final SwapPlan plan;
    private final SwapWork work;
    private final Surroundings around;
    private final SerialExecutor mailbox;
    private final SwapMachine machine; // on the mailbox only
    private final Instant startedAt;
    private final CompletableFuture<Swap> ended = new CompletableFuture<>();
    private Time.Alarm late = () -> {}; // on the mailbox only
    private long told; // on the mailbox only: number of the last entry about it
    private String leftover = ""; // on the mailbox only: what the undoing did not manage
    private volatile Swap seen;

    SwapRun(String id, SwapPlan plan, SwapWork work, Surroundings around) {
        this.id = id;
        this.plan = plan;
        this.work = work;
        this.around = around;
        this.mailbox = new SerialExecutor(around.mailboxes());
        this.machine = new SwapMachine(this, SwapScript.of(plan));
        this.startedAt = around.time().now().wall();
        this.seen = picture(null);
    }

    void begin() {
        mailbox.execute(() -> {
            tell(EventType.SWAP_STARTED, Because.of(EventCause.ASKED, "somebody asked for " + plan.to()), words());
            machine.begin(now());
            publish();
        });
    }

    private String words() {
        return plan.from() + " to " + plan.to() + ", " + plan.strategy().wireName();
    }

    String id() {
        return id;
    }

    /** What it shows of itself now. */
    Swap picture() {
        return seen;
    }

    /** Completes when it is done or undone. */
    CompletableFuture<Swap> ended() {
        return ended;
    }

    @Override
    public void enter(SwapPhase phase) {
        late = around.time().after(work.limit(phase), () -> mailbox.execute(() -> failed(phase, tooLate(phase))));
        Completion.on(
                work.perform(phase),
                (done, failure) -> mailbox.execute(() -> {
                    if (failure == null) {
                        done(phase);
                    } else {
                        failed(phase, Faults.of(failure, plan.backend(), "being swapped"));
                    }
                }));
    }

    private Problem tooLate(SwapPhase phase) {
        return Problem.of(
                ErrorCode.SWAP_TIMED_OUT,
                "the phase '" + phase.wireName() + "' was not over within "
                        + work.limit(phase).toMillis() + " ms");
    }

    private void done(SwapPhase phase) {
        if (machine.phase() == phase && machine.state() == SwapState.RUNNING) {
            late.cancel();
            tell(EventType.SWAP_PHASE, Because.of(EventCause.SWAPPED, phase.wireName() + " is done"), null);
        }
        machine.done(phase, now());
        publish();
    }

    private void failed(SwapPhase phase, Problem problem) {
        if (machine.phase() == phase && machine.state() == SwapState.RUNNING) {
            late.cancel();
            LOG.warn("{}: {} failed: {}", id, phase.wireName(), problem.detail());
        }
        machine.failed(phase, problem, now());
        publish();
    }

    @Override
    public void undo(SwapPhase reached) {
        Completion.on(
                work.undo(reached),
                (done, failure) -> mailbox.execute(() -> {
                    if (failure != null) {
                        leftover = "; not everything could be undone, and what is left takes no work";
                        LOG.warn("{}: what came is not gone; uninstall it by hand", id, failure);
                    }
                    machine.undone();
                    publish();
                }));
    }

    @Override
    public void over() {
        work.close();
        Problem cause = machine.cause();
        if (machine.state() == SwapState.SWITCHED) {
            Because because = Because.of(EventCause.SWAPPED, plan.to() + " serves");
            tell(EventType.SWAP_DONE, because, cause == null ? null : cause.detail());
        } else {
            tell(
                    EventType.SWAP_ROLLED_BACK,
                    Because.of(cause),
                    "in the phase " + machine.phase().wireName() + leftover);
        }
        publish();
        LOG.info("{}: {} is {}", id, words(), machine.state().wireName());
        around.messengers().execute(() -> ended.complete(seen));
    }

    private void tell(EventType type, Because because, String detail) {
        told = around.journal().add(Note.of(type, About.swap(plan.backend(), id), because.after(told), detail));
    }

    private void publish() {
        Instant end = machine.state().isFinal() ? seen.endedAt() == null ? now().wall() : seen.endedAt() : null;
        seen = picture(end);
    }

    private Swap picture(Instant end) {
        return new Swap(
                id,
                plan,
                machine.state(),
                machine.phase(),
                machine.timings(),
                work.candidates(),
                startedAt,
                end,
                machine.cause());
    }

    private Moment now() {
        return around.time().now();
    }
}
