// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.BackendManifest;
import io.paddock.api.Compatibility;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * All instances: joins or starts, one current instance per endpoint key. Never looks at an instance's state; one that
 * is going away says so itself. Thread-safe; nothing blocks.
 */
public final class InstanceTable implements Neighbours {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Surroundings around;
    private final StartGate starts;
    private final Restarts restarts;
    private final Roster roster; // changed under this
    private final Map<EndpointKey, Instance> current = new HashMap<>(); // guarded by this
    private final Map<InstanceKey, Instance> byKey = new HashMap<>(); // guarded by this
    private final Generations generations = new Generations(); // guarded by this
    private final Map<Instance, Blueprint> blueprints = new HashMap<>(); // guarded by this
    private final Set<Long> registrations = new HashSet<>(); // guarded by this
    private final ConcurrentMap<Waiter, Origin> lingering = new ConcurrentHashMap<>();

    public InstanceTable(Surroundings around) {
        this.around = around;
        this.restarts = new Restarts(() -> around.limits().get().restarts());
        this.roster = new Roster(around.time());
        this.starts = new StartGate(() -> around.limits().get().starts());
    }

    /** From now on instances of {@code origin} may be started. */
    public synchronized void admit(Origin origin) {
        registrations.add(origin.registration());
    }

    private record Found(Instance instance, boolean joined, Problem refusal) {
        static Found none(Problem refusal) {
            return new Found(null, false, refusal);
        }
    }

    /** Who there is, and was. */
    public Roster roster() {
        return roster;
    }

    /** Leases the current instance for the plan's key to {@code waiter}, starting it when there is none. */
    public void ensure(StartupPlan plan, Waiter waiter) {
        if (waiter.abandoned()) {
            return; // nothing is started for whoever has gone
        }
        Found found = joinOrMake(waiter, plan);
        if (found.refusal() != null) {
            waiter.refuse(found.refusal());
            return;
        }
        waiter.queuedAt(found.instance(), found.joined(), () -> ensure(plan, waiter));
        found.instance().ensure(waiter);
        if (!found.joined()) {
            start(found.instance(), new Blueprint(waiter.origin(), plan));
        }
        if (waiter.abandoned()) {
            found.instance().forget(waiter);
        }
    }

    /** Attaching takes no turn and no rest: it costs the other side nothing. */
    private void start(Instance instance, Blueprint blueprint) {
        Duration rest = restarts.rest(instance.identity().key(), around.time().now());
        instance.start(blueprint.attaches() ? null : starts, blueprint.attaches() ? Duration.ZERO : rest);
    }

    /**
     * What {@link #ensure} would do now.
     *
     * @param instanceId the instance that would be joined, or null
     * @param refusal why nothing would be started either, or null
     */
    public record Outlook(String instanceId, Problem refusal) {}

    /** Whether a wish with that plan would be joined, started or refused now. Changes nothing. */
    public synchronized Outlook outlook(Origin origin, StartupPlan plan) {
        Instance existing = current.get(plan.key());
        boolean joins = existing != null && existing.identity().key().equals(origin.key(plan.key()));
        if (joins && !existing.leaving()) {
            return new Outlook(existing.identity().id(), null);
        }
        // what is leaving makes room before the next one starts
        boolean full = !joins && roster.size() >= around.limits().get().instances();
        return new Outlook(null, full ? full() : null);
    }

    private Problem full() {
        return Problem.retryable(
                ErrorCode.AT_CAPACITY,
                "all " + around.limits().get().instances()
                        + " instances of this runtime are taken; stop one or try again later",
                RETRY_AFTER);
    }

    private synchronized Found joinOrMake(Waiter waiter, StartupPlan plan) {
        Origin origin = waiter.origin();
        if (!registrations.contains(origin.registration())) {
            return Found.none(Faults.removed(origin.manifest().backend()));
        }
        Instance existing = byKey.get(origin.key(plan.key()));
        if (existing != null) {
            current.put(plan.key(), existing);
            return new Found(existing, true, null);
        }
        Blueprint blueprint = new Blueprint(origin, plan);
        Optional<Problem> loop =
                restarts.refusal(origin.key(plan.key()), around.time().now());
        if (loop.isPresent() && !blueprint.attaches()) {
            return Found.none(loop.get());
        }
        if (roster.size() >= around.limits().get().instances()) {
            return Found.none(full());
        }
        Instance made = make(blueprint);
        made.chronicle().planned(waiter, made.identity());
        enter(made, blueprint);
        return new Found(made, false, null);
    }

    private Instance make(Blueprint blueprint) {
        Origin origin = blueprint.origin();
        StartupPlan plan = blueprint.plan();
        InstanceIdentity identity = InstanceIdentity.of(
                origin, plan, generations.next(plan.key()), around.time().now().wall());
        return Assembly.of(identity, origin, plan, around, this);
    }

    private void enter(Instance instance, Blueprint blueprint) {
        current.put(blueprint.plan().key(), instance);
        byKey.put(instance.identity().key(), instance);
        roster.enter(instance);
        blueprints.put(instance, blueprint);
    }

    /**
     * Somebody who can take the estate of a failed instance: whoever stands for the endpoint by now, else another one
     * like it, which comes up when nothing of the old one runs any more and it has rested.
     */
    @Override
    public Optional<Problem> failed(Instance lost, Estate estate) {
        InstanceKey key = lost.identity().key();
        restarts.failed(key, estate.cause(), estate.served(), around.time().now());
        Instance heir;
        Blueprint blueprint;
        synchronized (this) {
            blueprint = blueprints.get(lost);
            heir = current.get(key.endpoint());
            boolean alone = heir == null || heir == lost;
            Optional<Problem> loop = restarts.refusal(key, around.time().now());
            if (estate.isEmpty() || (alone && loop.isPresent())) {
                return loop.filter(problem -> !estate.isEmpty());
            }
            if (blueprint == null) {
                return Optional.of(Faults.removed(lost.identity().backend()));
            }
            if (alone) {
                heir = make(blueprint);
                heir.chronicle().succeeds(heir.identity());
                enter(heir, blueprint);
            }
            blueprint = alone ? blueprint : null;
        }
        heir.inherit(estate);
        if (blueprint != null) {
            startAfter(lost, heir, blueprint);
        }
        return Optional.empty();
    }

    private void startAfter(Instance lost, Instance heir, Blueprint blueprint) {
        Completion.on(lost.over(), (gone, never) -> {
            Duration rest = restarts.rest(heir.identity().key(), around.time().now());
            heir.start(blueprint.attaches() ? null : starts, rest);
        });
    }

    @Override
    public void over(Instance instance) {
        roster.bury(instance);
        synchronized (this) {
            roster.strike(instance);
            current.remove(instance.identity().key().endpoint(), instance);
            byKey.remove(instance.identity().key(), instance);
            blueprints.remove(instance);
        }
    }

    @Override
    public void goingAway(Instance instance, Waiter waiter) {
        lingering.put(waiter, waiter.origin());
        Completion.on(instance.over(), (gone, never) -> {
            lingering.remove(waiter);
            waiter.tryAgain();
        });
    }

    /**
     * Leases that very instance to {@code waiter}.
     *
     * @param fit whether a backend with that manifest fits the waiter; fails with an {@link InferenceException} when not
     * @param acceptsUnavailable whether the waiter takes an instance that does not answer its health check
     */
    public void lease(
            String id, Waiter waiter, Function<BackendManifest, Compatibility> fit, boolean acceptsUnavailable) {
        Instance instance = roster.live(id);
        if (instance == null) {
            waiter.refuse(unknown(id).problem());
            return;
        }
        Problem gone =
                Problem.retryable(ErrorCode.DRAINING, id + " is going away; ask for its model instead", RETRY_AFTER);
        Origin origin = instance.identity().origin();
        waiter.servedBy(origin, fit.apply(origin.manifest()), acceptsUnavailable);
        if (instance.leaving()) {
            waiter.refuse(gone);
            return;
        }
        waiter.queuedAt(instance, true, () -> waiter.refuse(gone));
        instance.ensure(waiter);
        if (waiter.abandoned()) {
            instance.forget(waiter);
        }
    }

    private static InferenceException unknown(String id) {
        return new InferenceException(
                ErrorCode.INSTANCE_NOT_FOUND, "there is no instance '" + id + "'; list the instances");
    }

    /** Stops one; completes when it is gone. */
    public CompletableFuture<Void> stop(String id, boolean force) {
        Instance instance = roster.live(id);
        if (instance != null) {
            return instance.stop(force).copy();
        }
        return roster.knew(id) ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(unknown(id));
    }

    /**
     * The registration goes: nothing new is started for it, its instances retire.
     *
     * @return completes when no thread is in the backend's classes on behalf of an instance
     */
    public CompletableFuture<Void> retire(Origin origin) {
        List<Instance> affected;
        synchronized (this) {
            registrations.remove(origin.registration());
            affected = roster.of(origin.registration());
            affected.forEach(blueprints::remove);
        }
        lingering.forEach((waiter, from) -> {
            if (from.registration() == origin.registration()) {
                waiter.refuse(Faults.removed(origin.manifest().backend()));
            }
        });
        return Completion.allEnded(affected.stream().map(Instance::retire).toList());
    }

    /** Stops everything, with no more patience than {@code grace} each; nothing starts any more. */
    public CompletableFuture<Void> close(Duration grace) {
        synchronized (this) {
            registrations.clear();
            blueprints.clear();
        }
        return Completion.allEnded(roster.live().stream()
                .map(instance -> instance.stopWithin(grace))
                .toList());
    }
}
