// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.BackendManifest;
import io.paddock.api.Compatibility;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.LogLine;
import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private static final int MOST_GENERATIONS = 10_000;

    private final Surroundings around;
    private final StartGate starts;
    private final Restarts restarts;
    private final Tombstones tombstones = new Tombstones();
    private final ConcurrentMap<String, Instance> live = new ConcurrentHashMap<>(); // written under this
    private final Map<EndpointKey, Instance> current = new HashMap<>(); // guarded by this
    private final Map<InstanceKey, Instance> byKey = new HashMap<>(); // guarded by this
    private final Map<EndpointKey, Long> generations = new LinkedHashMap<>(); // guarded by this, latest last
    private final Map<Instance, Blueprint> blueprints = new HashMap<>(); // guarded by this
    private final Set<Long> registrations = new HashSet<>(); // guarded by this
    private final ConcurrentMap<Waiter, Origin> lingering = new ConcurrentHashMap<>();

    public InstanceTable(Surroundings around) {
        this.around = around;
        this.restarts = new Restarts(() -> around.limits().get().restarts());
        this.starts = new StartGate(() -> around.limits().get().starts());
    }

    /** From now on instances of {@code origin} may be started. */
    public synchronized void admit(Origin origin) {
        registrations.add(origin.registration());
    }

    /** What it takes to bring up another one like it; forgotten when its backend goes. */
    private record Blueprint(Origin origin, StartupPlan plan) {
        boolean attaches() {
            return plan.startupKind() == StartupKind.ATTACH_EXISTING_SERVICE;
        }
    }

    private record Found(Instance instance, boolean joined, Problem refusal) {
        static Found none(Problem refusal) {
            return new Found(null, false, refusal);
        }
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
        boolean full = !joins && live.size() >= around.limits().get().instances();
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
        if (live.size() >= around.limits().get().instances()) {
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
        Long before = generations.remove(plan.key());
        long generation = before == null ? 1 : before + 1;
        generations.put(plan.key(), generation);
        if (generations.size() > MOST_GENERATIONS) {
            generations.remove(generations.keySet().iterator().next());
        }
        InstanceIdentity identity = InstanceIdentity.of(
                origin, plan, generation, around.time().now().wall());
        return Assembly.of(identity, origin, plan, around, this);
    }

    private void enter(Instance instance, Blueprint blueprint) {
        current.put(blueprint.plan().key(), instance);
        byKey.put(instance.identity().key(), instance);
        live.put(instance.identity().id(), instance);
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
        InstanceSnapshot last = instance.snapshot();
        if (last.lifecycleStatus() == InstanceState.FAILED) {
            tombstones.failed(
                    last, instance.log(Tombstones.MOST_LINES), around.time().now());
        } else {
            tombstones.ended(last.instanceId());
        }
        synchronized (this) {
            live.remove(last.instanceId());
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

    /** Live instances and those that failed lately, sorted by id. */
    public List<InstanceSnapshot> list() {
        Map<String, InstanceSnapshot> all = new HashMap<>();
        tombstones.list(around.time().now()).forEach(dead -> all.put(dead.instanceId(), dead));
        live.values().stream().map(Instance::snapshot).forEach(alive -> all.put(alive.instanceId(), alive));
        return all.values().stream()
                .sorted(Comparator.comparing(InstanceSnapshot::instanceId))
                .toList();
    }

    /** One of {@link #list}. */
    public Optional<InstanceSnapshot> find(String id) {
        Instance instance = live.get(id);
        return instance != null
                ? Optional.of(instance.snapshot())
                : tombstones.find(id, around.time().now());
    }

    /** The last lines of one of {@link #list}. */
    public Optional<List<LogLine>> log(String id, int tail) {
        Instance instance = live.get(id);
        return instance != null
                ? Optional.of(instance.log(tail))
                : tombstones.log(id, tail, around.time().now());
    }

    /**
     * Leases that very instance to {@code waiter}.
     *
     * @param fit whether a backend with that manifest fits the waiter; fails with an {@link InferenceException} when not
     * @param acceptsUnavailable whether the waiter takes an instance that does not answer its health check
     */
    public void lease(
            String id, Waiter waiter, Function<BackendManifest, Compatibility> fit, boolean acceptsUnavailable) {
        Instance instance = live.get(id);
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

    /** How many live instances {@code registration} has. */
    public int count(long registration) {
        return (int) live.values().stream()
                .filter(instance -> instance.identity().key().swapGeneration() == registration)
                .count();
    }

    /** Stops one; completes when it is gone. */
    public CompletableFuture<Void> stop(String id, boolean force) {
        Instance instance = live.get(id);
        if (instance != null) {
            return instance.stop(force).copy();
        }
        return tombstones.knows(id)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(unknown(id));
    }

    /**
     * The registration goes: nothing new is started for it, its instances retire.
     *
     * @return completes when no thread is in the backend's classes on behalf of an instance
     */
    public CompletableFuture<Void> retire(Origin origin) {
        List<Instance> affected = new ArrayList<>();
        synchronized (this) {
            registrations.remove(origin.registration());
            live.values().stream()
                    .filter(instance -> instance.identity().key().swapGeneration() == origin.registration())
                    .forEach(affected::add);
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
        return Completion.allEnded(live.values().stream()
                .map(instance -> instance.stopWithin(grace))
                .toList());
    }
}
