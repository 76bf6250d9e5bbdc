// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.api.Problem;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Note;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.state.WantedInstance;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Brings endpoints back to life that lost their instance with a restart of the runtime, or with their backend, which is
 * being replaced. Thread-safe; nothing blocks.
 */
public final class Revival {
    private static final Problem LEAVING =
            Problem.of(ErrorCode.DRAINING, "the instance that is there goes away; another one is brought up after it");

    private final InstanceTable instances;
    private final Surroundings around;
    private final Asides asides;

    public Revival(InstanceTable instances, Surroundings around) {
        this.instances = instances;
        this.around = around;
        this.asides = instances.asides();
    }

    /** From now on these leases are live and wait for an instance. Before any backend is known. */
    public void restore(WantedInstance wanted, List<RestoredLease> leases) {
        String who = wanted.startedOnPurpose() ? "somebody had asked for it" : "leases on it have time left";
        long entry = around.journal()
                .add(Note.of(
                        EventType.INSTANCE_RESTORED,
                        new About(wanted.key().backend(), null, wanted.key().toString(), wanted.generation()),
                        Because.of(EventCause.RUNTIME_RESTARTED, "the runtime was restarted, and " + who),
                        null));
        around.keeping().known(wanted);
        instances.continueAfter(wanted.key(), wanted.generation());
        asides.of(wanted, new Interim.Reason(entry, RestoredLease.RESTARTED)).enter(leases);
    }

    /**
     * That registration goes, and its backend may be back at once: leases that outlive a request wait for that.
     *
     * @param heir the registration that serves from now on, or 0; what it still has stands for its endpoints again
     * @return what waits
     */
    public List<WantedInstance> setAside(Origin origin, long heir) {
        Problem because = Problem.of(
                ErrorCode.DRAINING,
                "backend '" + origin.manifest().backend()
                        + "' is being replaced; another instance is brought up when it is back");
        List<Instance> going = instances.roster().of(origin.registration()).stream()
                .filter(one -> !one.leaving())
                .toList();
        for (Instance one : going) {
            InstanceIdentity gone = one.identity();
            standAgain(heir, gone.key().endpoint(), gone.key().variant(), gone.generation());
            asides.setAside(one, because);
        }
        return going.stream().map(one -> one.identity().wanted()).toList();
    }

    /** What was there before the one of that generation is in a later one when it stands for the endpoint again. */
    private void standAgain(long registration, EndpointKey endpoint, String variant, long after) {
        instances.change((incumbents, generations) -> {
            instances.roster().of(registration).stream()
                    .filter(one -> !one.leaving() && one.identity().generation() <= after)
                    .filter(one -> one.identity().key().endpoint().equals(endpoint))
                    .filter(one -> one.identity().key().variant().equals(variant))
                    .forEach(one -> {
                        generations.atLeast(endpoint, after);
                        one.reinstate(generations.next(endpoint));
                    });
            return null;
        });
    }

    /** What still waits of that will wait in vain: the backend did not come back. What began to wait later has time left. */
    public void giveUp(List<WantedInstance> waiting, Problem cause) {
        for (WantedInstance one : waiting) {
            Interim interim = instances.interims().find(one.key());
            boolean asLong = interim != null && interim.wanted().generation() <= one.generation();
            if (asLong && interim.movesOn() && instances.interims().take(interim)) {
                interim.revokeAll(cause);
                around.keeping().gone(one.key(), one.generation());
            }
        }
    }

    /** Calls {@code listener} with each endpoint that waits again, unexpectedly. It must not block. */
    public void onStray(Consumer<WantedInstance> listener) {
        instances.interims().onStray(listener);
    }

    /** Whether that endpoint still waits for an instance. */
    public boolean awaits(EndpointKey endpoint) {
        return instances.interims().find(endpoint) != null;
    }

    /**
     * Brings up an instance for an endpoint that waits for one.
     *
     * @return why not now, or nothing
     */
    public Optional<Problem> revive(Origin origin, StartupPlan plan, InstanceSpec spec) {
        Interim interim = instances.interims().find(plan.key());
        if (interim == null) {
            return Optional.empty();
        }
        Blueprint blueprint = new Blueprint(origin, plan, spec);
        InstanceKey key = blueprint.key();
        standAgain(
                key.swapGeneration(),
                plan.key(),
                key.variant(),
                interim.wanted().generation());
        Optional<Problem> refusal = bring(blueprint, interim);
        boolean waitsStill = instances.interims().find(plan.key()) == interim;
        return refusal.isEmpty() && waitsStill ? Optional.of(LEAVING) : refusal;
    }

    private Optional<Problem> bring(Blueprint blueprint, Interim interim) {
        return instances.bring(blueprint, made -> {
            if (interim.movesOn()) { // it was not the runtime that was restarted
                made.chronicle().succeeds(made.identity());
            } else {
                made.chronicle().restored(made.identity(), interim.restored());
            }
        });
    }

    /**
     * The wish of an endpoint that waits is planned in another way now: its leases end with {@code cause}. What was
     * started on purpose is started in the new way. Those that move on have what is planned now.
     *
     * @return why it is not started, or nothing; it may still wait then
     */
    public Optional<Problem> replace(WantedInstance wanted, Origin origin, StartupPlan plan, Problem cause) {
        Interim interim = instances.interims().find(wanted.key());
        if (interim == null) {
            return Optional.empty();
        }
        if (interim.movesOn()) {
            instances.continueAfter(plan.key(), wanted.generation());
            return moveOn(interim, new Blueprint(origin, plan, wanted.spec()));
        }
        boolean unused = instances.interims().take(interim);
        interim.revokeAll(cause);
        around.keeping().gone(wanted.key(), wanted.generation());
        return wanted.startedOnPurpose()
                ? startAnew(new Blueprint(origin, plan, wanted.spec()), interim.restored())
                : Optional.empty();
    }

    /** Waits under its own key until there is room, so that it is tried again and given up as all that waits. */
    private Optional<Problem> moveOn(Interim interim, Blueprint blueprint) {
        EndpointKey other = blueprint.plan().key();
        InstanceKey key = blueprint.key();
        standAgain(key.swapGeneration(), other, key.variant(), interim.wanted().generation());
        Optional<Problem> refusal = bring(blueprint, interim); // for what waits there already, too
        Interims interims = instances.interims();
        if (refusal.isEmpty() && interims.move(interim, other)) {
            refusal = bring(blueprint, interim);
            if (!interims.moveBack(interim, other)) {
                return Optional.empty();
            }
            interim.stay();
        }
        return interims.has(interim) ? Optional.of(refusal.orElse(LEAVING)) : Optional.empty();
    }

    private Optional<Problem> startAnew(Blueprint blueprint, long entry) {
        return instances.bring(blueprint, made -> {
            made.chronicle().restored(made.identity(), entry);
            CompletableFuture<Void> unused =
                    around.keeping().onPurpose(made.identity().wanted());
        });
    }
}
