// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.recovery;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.instance.Revival;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.SerialExecutor;
import io.paddock.kernel.work.Time;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings up what was wanted before a restart of the runtime, each as soon as its backend can work. What cannot be
 * planned now is tried again, with growing pauses and whenever its backend says that it can work. Thread-safe; nothing
 * blocks.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE = 5; // the pause doubles so many times

    private static final class Attempt {
        private final WantedInstance wanted;
        private boolean underWay;
        private int failures;
        private Time.Alarm next = () -> {};

        Attempt(WantedInstance wanted) {
            this.wanted = wanted;
        }
    }

    private final Revival revival;
    private final Planning planning;
    private final Time time;
    private final SerialExecutor mailbox;
    private final Map<EndpointKey, Attempt> attempts = new LinkedHashMap<>(); // on the mailbox only

    public Recovery(Revival revival, Planning planning, Surroundings around) {
        this.revival = revival;
        this.planning = planning;
        this.time = around.time();
        this.mailbox = new SerialExecutor(around.mailboxes());
    }

    /** These endpoints wait for an instance. */
    public void begin(List<WantedInstance> wanted) {
        mailbox.execute(() -> {
            wanted.forEach(one -> attempts.put(one.key(), new Attempt(one)));
            List.copyOf(attempts.values()).forEach(this::attempt);
        });
    }

    /** That backend can work, from now on or still. */
    public void available(String backend) {
        mailbox.execute(() -> attempts.values().stream()
                .filter(one -> one.wanted.key().backend().equals(backend))
                .toList()
                .forEach(this::attempt));
    }

    private void attempt(Attempt one) {
        if (one.underWay) {
            return;
        }
        one.next.cancel();
        if (!revival.awaits(one.wanted.key())) {
            attempts.remove(one.wanted.key(), one); // it may wait anew already
            return;
        }
        Optional<CompletableFuture<Planning.Planned>> plan = planning.plan(one.wanted.spec());
        if (plan.isPresent()) { // else its backend says when it can work
            one.underWay = true;
            Completion.on(plan.get(), (planned, failure) -> mailbox.execute(() -> planned(one, planned, failure)));
        }
    }

    private void planned(Attempt one, Planning.Planned planned, Throwable failure) {
        one.underWay = false;
        Optional<Problem> problem = failure == null
                ? bringUp(one.wanted, planned)
                : Optional.of(Faults.of(failure, one.wanted.key().backend(), "planning"));
        if (problem.isEmpty()) {
            attempts.remove(one.wanted.key(), one);
            return;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(one.failures, LONGEST_PAUSE));
        one.failures++;
        LOG.warn(
                "{} cannot be brought up again yet; the next attempt is in {} s: {}",
                one.wanted.key(),
                pause.toSeconds(),
                problem.get().detail());
        one.next = time.after(pause, () -> mailbox.execute(() -> attempt(one)));
    }

    private Optional<Problem> bringUp(WantedInstance kept, Planning.Planned planned) {
        WantedInstance wanted =
                new WantedInstance(kept.key(), kept.generation(), planned.spec(), kept.startedOnPurpose());
        if (planned.plan().key().equals(wanted.key())) {
            return revival.revive(planned.origin(), planned.plan(), wanted.spec());
        }
        Problem cause = Problem.of(
                ErrorCode.RUNTIME_RESTARTED,
                "the runtime was restarted, and backend '" + wanted.key().backend()
                        + "' now plans something else for what was asked; ensure the endpoint again");
        Optional<Problem> refusal = revival.replace(wanted, planned.origin(), planned.plan(), cause);
        if (revival.awaits(wanted.key())) {
            return refusal; // it is tried again
        }
        refusal.ifPresent(why -> LOG.warn("{} is not started again: {}", wanted.key(), why.detail()));
        return Optional.empty();
    }
}
