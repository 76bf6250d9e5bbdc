// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * All instances: joins or starts, one current instance per endpoint key. Never looks at an instance's state; one that
 * is going away says so itself. Thread-safe; nothing blocks.
 */
public final class InstanceTable implements Neighbours {
    private final Surroundings around;
    private final StartGate starts;
    private final Restarts restarts;
    private final Roster roster; // changed under this
    private final Incumbents incumbents = new Incumbents(); // guarded by this
    private final Interims interims = new Interims();
    private final Generations generations = new Generations(); // guarded by this
    private final Set<Long> registrations = new HashSet<>(); // guarded by this
    private final Lingering lingering = new Lingering();
    private final Parks parks = new Parks();
    private final Openings openings;
    private final Asides asides;
    private final Heirs heirs;

    public InstanceTable(Surroundings around) {
        this.around = around;
        this.asides = new Asides(interims, around);
        this.restarts = new Restarts(() -> around.limits().get().restarts());
        this.roster = new Roster(around.time());
        this.openings = new Openings(roster, restarts, around);
        this.starts = new StartGate(() -> around.limits().get().starts());
        this.heirs = new Heirs(this, restarts, starts, around);
    }

    /** Instances of {@code origin} may be started. */
    public synchronized void admit(Origin origin) {
        registrations.add(origin.registration());
    }

    private record Found(Instance instance, boolean joined, Problem refusal) {
        static Found none(Problem refusal) {
            return new Found(null, false, refusal);
        }
    }

    Interims interims() {
        return interims;
    }

    Asides asides() {
        return asides;
    }

    /** The endpoint had so many instances already. */
    synchronized void continueAfter(EndpointKey endpoint, long generation) {
        generations.atLeast(endpoint, generation);
    }

    Parks parks() {
        return parks;
    }

    public Roster roster() {
        return roster;
    }

    /**
     * Leases the current instance for the plan's key to {@code waiter}, starting it when there is none.
     *
     * @param spec the wish that was planned
     */
    public void ensure(StartupPlan plan, InstanceSpec spec, Waiter waiter) {
        int most = around.limits().get().parking().requests();
        if (waiter.abandoned() || parks.park(plan.key(), waiter, () -> ensure(plan, spec, waiter), most)) {
            return; // nothing is started for whoever has gone or waits
        }
        Blueprint blueprint = new Blueprint(waiter.origin(), plan, spec);
        Found found = joinOrMake(blueprint, made -> made.chronicle().planned(waiter, made.identity()));
        if (found.refusal() != null) {
            waiter.refuse(found.refusal());
            return;
        }
        waiter.queuedAt(found.instance(), found.joined(), () -> ensure(plan, spec, waiter));
        found.instance().ensure(waiter);
        begin(found, blueprint);
        if (waiter.abandoned()) {
            found.instance().forget(waiter);
        }
    }

    /**
     * Sees to it that there is an instance, for nobody in particular.
     *
     * @param planned tells of a new one
     * @return why there is none, or nothing
     */
    Optional<Problem> bring(Blueprint blueprint, Consumer<Instance> planned) {
        Found found = joinOrMake(blueprint, planned);
        if (found.refusal() == null) {
            begin(found, blueprint);
        }
        return Optional.ofNullable(found.refusal());
    }

    private void begin(Found found, Blueprint blueprint) {
        handWaiting(found.instance());
        if (!found.joined()) {
            start(found.instance(), blueprint);
        }
    }

    /** What waits for an instance of its endpoint has one, unless it is going away. */
    void handWaiting(Instance instance) {
        handWaiting(instance.identity().key().endpoint(), instance);
    }

    /** What waits for an instance of that endpoint has this one, in a later generation than before, unless it is going away. */
    void handWaiting(EndpointKey endpoint, Instance instance) {
        Interim waiting = interims.find(endpoint);
        if (waiting != null && !instance.leaving() && !waiting.isLeftBy(instance) && interims.take(waiting)) {
            outdo(waiting.wanted().generation(), instance);
            waiting.handTo(instance);
        }
    }

    private synchronized void outdo(long generation, Instance instance) {
        if (instance.identity().generation() <= generation) {
            EndpointKey endpoint = instance.identity().key().endpoint();
            generations.atLeast(endpoint, generation);
            instance.reinstate(generations.next(endpoint));
        }
    }

    /** Attaching takes no turn and no rest: it costs the other side nothing. */
    void start(Instance instance, Blueprint blueprint) {
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
    public synchronized Outlook outlook(Origin origin, StartupPlan plan, InstanceSpec spec) {
        InstanceKey key = origin.key(plan.key(), spec);
        Instance existing = incumbents.current(plan.key());
        boolean joins = existing != null && existing.identity().key().equals(key);
        if (joins && !existing.leaving()) {
            return new Outlook(existing.identity().id(), null);
        }
        return new Outlook(null, joins ? null : openings.refusal(key, plan)); // what leaves makes room first
    }

    private Found joinOrMake(Blueprint blueprint, Consumer<Instance> planned) {
        return joinOrMake(blueprint.key(), blueprint, planned); // making the key may take a while
    }

    private synchronized Found joinOrMake(InstanceKey key, Blueprint blueprint, Consumer<Instance> planned) {
        Origin origin = blueprint.origin();
        if (!registrations.contains(origin.registration())) {
            return Found.none(Faults.removed(origin.manifest().backend()));
        }
        Optional<Instance> existing = incumbents.rejoin(key);
        if (existing.isPresent()) {
            return new Found(existing.get(), true, null);
        }
        Problem refusal = openings.refusal(key, blueprint.plan());
        if (refusal != null) {
            return Found.none(refusal);
        }
        Instance made = make(blueprint);
        planned.accept(made);
        enter(made, blueprint);
        return new Found(made, false, null);
    }

    /** Under one lock: what the lambda sees and changes of who stands for what, nobody else changes meanwhile. */
    synchronized <T> T change(BiFunction<Incumbents, Generations, T> change) {
        return change.apply(incumbents, generations);
    }

    Openings openings() {
        return openings;
    }

    synchronized boolean admits(long registration) {
        return registrations.contains(registration);
    }

    Instance make(Blueprint blueprint) {
        InstanceIdentity identity = InstanceIdentity.of(
                blueprint,
                generations.next(blueprint.plan().key()),
                around.time().now().wall());
        return Assembly.of(identity, blueprint.origin(), blueprint.plan(), around, this);
    }

    /** It stands for its endpoint. Only within {@link #change}. */
    void enter(Instance instance, Blueprint blueprint) {
        incumbents.enter(instance, blueprint);
        roster.enter(instance);
    }

    @Override
    public Optional<Problem> failed(Instance lost, Estate estate) {
        return heirs.take(lost, estate);
    }

    @Override
    public void over(Instance instance) {
        roster.bury(instance);
        InstanceIdentity gone = instance.identity();
        boolean last;
        synchronized (this) {
            roster.strike(instance);
            incumbents.leave(instance);
            last = incumbents.current(gone.key().endpoint()) == null
                    && interims.find(gone.key().endpoint()) == null;
        }
        if (last && instance.view().failed()) {
            around.keeping().failed(gone.key().endpoint(), gone.generation());
        } else if (last) {
            around.keeping().gone(gone.key().endpoint(), gone.generation());
        }
    }

    @Override
    public void strayed(Instance instance, Problem because) {
        asides.setStraysAside(instance, because);
    }

    @Override
    public void goingAway(Instance instance, Waiter waiter) {
        lingering.until(instance, waiter);
    }

    /**
     * The registration goes: nothing new is started for it, its instances retire.
     *
     * @param closed called in between: there will be no more instances of it than now
     * @return completes when no thread is in the backend's classes on behalf of an instance
     */
    public CompletableFuture<Void> retire(Origin origin, Runnable closed) {
        List<Instance> affected;
        synchronized (this) {
            registrations.remove(origin.registration());
            affected = roster.of(origin.registration());
            incumbents.retire(origin.registration());
        }
        closed.run();
        lingering.retire(origin);
        return Completion.allEnded(affected.stream().map(Instance::retire).toList());
    }

    /** Stops everything, with no more patience than {@code grace} each; nothing starts any more. */
    public CompletableFuture<Void> close(Duration grace) {
        synchronized (this) {
            registrations.clear();
            incumbents.forgetBlueprints();
        }
        return Completion.allEnded(roster.live().stream()
                .map(instance -> instance.stopWithin(grace))
                .toList());
    }
}
