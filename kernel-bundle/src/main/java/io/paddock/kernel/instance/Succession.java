// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.EventCause;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One instance takes another's place: a candidate is brought up beside it, then stands for its endpoint, then the old
 * one goes, or takes its place back. Thread-safe; nothing blocks.
 */
public final class Succession {
    /**
     * An instance that takes work.
     *
     * @param id its id
     * @param key what it is
     * @param spec the wish that it was planned for
     * @param model name under which it serves its model
     * @param generation of its endpoint
     * @param ready whether it is ready
     * @param spawned whether it is a process of the runtime's
     * @param origin where it comes from
     */
    public record Incumbent(
            String id,
            InstanceKey key,
            InstanceSpec spec,
            String model,
            long generation,
            boolean ready,
            boolean spawned,
            Origin origin) {}

    /**
     * Who follows whom.
     *
     * @param from the one that stands for the endpoint
     * @param to the one that shall
     */
    public record Pair(InstanceKey from, InstanceKey to) {
        /** The other way round. */
        public Pair back() {
            return new Pair(to, from);
        }
    }

    private static final Because SWAPPED = Because.of(EventCause.SWAPPED, "another one stands for its endpoint");

    private final InstanceTable table;
    private final Switching switching;

    public Succession(InstanceTable table, Surroundings around) {
        this.table = table;
        this.switching = new Switching(table, around);
    }

    /** What takes work for {@code registration} now, sorted by id. */
    public List<Incumbent> incumbents(long registration) {
        return table.change((incumbents, generations) -> table.roster().of(registration).stream()
                .filter(one -> !one.leaving())
                .filter(one -> incumbents.current(one.identity().key().endpoint()) == one)
                .map(Succession::incumbent)
                .sorted(Comparator.comparing(Incumbent::id))
                .toList());
    }

    private static Incumbent incumbent(Instance one) {
        InstanceIdentity identity = one.identity();
        return new Incumbent(
                identity.id(),
                identity.key(),
                identity.spec(),
                identity.model(),
                identity.generation(),
                one.view().state() == InstanceState.READY,
                identity.spawned(),
                identity.origin());
    }

    /** What takes work for that endpoint now. */
    public Optional<Incumbent> incumbent(EndpointKey endpoint) {
        return table.change((incumbents, generations) -> Optional.ofNullable(incumbents.current(endpoint))
                .filter(one -> !one.leaving())
                .map(Succession::incumbent));
    }

    /** Wishes that were planned for {@code from} are for {@code to}, while that is there. */
    public void redirect(InstanceKey from, InstanceKey to) {
        table.change((incumbents, generations) -> {
            incumbents.redirect(from, to);
            return null;
        });
    }

    /** What is to be seen of an instance, by its id. */
    public Optional<InstanceSnapshot> snapshot(String id) {
        return table.roster().find(id);
    }

    /** Leases it to {@code waiter}, if it is there. */
    public void hold(InstanceKey key, Waiter waiter) {
        Instance instance = instance(key);
        Problem gone = Faults.removed(key.endpoint().backend());
        if (instance == null || instance.leaving()) {
            waiter.refuse(gone);
            return;
        }
        waiter.queuedAt(instance, true, () -> waiter.refuse(gone));
        instance.ensure(waiter);
    }

    /** How many more instances may be there. */
    public int room() {
        return table.openings().left();
    }

    /**
     * Brings up a candidate for {@code waiter}, which stands for nothing until {@link #switchOver}.
     *
     * @param spec the wish that was planned
     * @param after its generation is later than this one
     * @return its key
     */
    public InstanceKey bring(StartupPlan plan, InstanceSpec spec, long after, Waiter waiter) {
        Blueprint blueprint = new Blueprint(waiter.origin(), plan, spec);
        InstanceKey key = blueprint.key();
        if (waiter.abandoned()) {
            return key; // nothing comes up again for whoever has gone
        }
        boolean[] made = {false};
        Instance candidate = table.change((incumbents, generations) -> {
            Instance known = incumbents.of(key);
            if (known != null) {
                return known;
            }
            Problem refusal = table.admits(key.swapGeneration())
                    ? table.openings().refusal(key, plan)
                    : Faults.removed(key.endpoint().backend());
            if (refusal != null) {
                waiter.refuse(refusal);
                return null;
            }
            generations.atLeast(key.endpoint(), after);
            made[0] = true;
            return enter(table.make(blueprint), blueprint, incumbents);
        });
        if (candidate != null) {
            waiter.queuedAt(candidate, !made[0], () -> bring(plan, spec, after, waiter));
            candidate.ensure(waiter);
            if (made[0]) {
                table.start(candidate, blueprint);
            }
        }
        return key;
    }

    private Instance enter(Instance candidate, Blueprint blueprint, Incumbents incumbents) {
        candidate.chronicle().candidate(candidate.identity());
        incumbents.enterCandidate(candidate, blueprint);
        table.roster().enter(candidate);
        return candidate;
    }

    /**
     * From now on each {@code to} stands for its endpoint: all of them at once, or none. Leases that outlive a request
     * move with it; those of requests under way stay where the requests are.
     *
     * @return completes when the leases have moved; fails at once when nothing was switched
     */
    public CompletableFuture<Void> switchOver(List<Pair> pairs, EventCause cause, String words) {
        Optional<List<Switching.Move>> moves = table.change((incumbents, generations) -> {
            List<Instance> next =
                    pairs.stream().map(pair -> incumbents.of(pair.to())).toList();
            if (next.stream().anyMatch(one -> one == null || one.view().state() != InstanceState.READY)) {
                return Optional.empty();
            }
            return Optional.of(pairs.stream()
                    .map(pair -> Switching.move(pair, incumbents, generations))
                    .toList());
        });
        return moves.map(all -> Completion.allEnded(all.stream()
                        .map(move -> switching.carryOut(move, cause, words))
                        .toList()))
                .orElseGet(() -> CompletableFuture.failedFuture(new InferenceException(
                        ErrorCode.INSTANCE_UNAVAILABLE,
                        "what should take over was not ready any more; nothing moved")));
    }

    /** The new one has proved good: the one before does not take its place back any more. */
    public void settled(List<Pair> pairs) {
        table.change((incumbents, generations) -> {
            pairs.stream()
                    .map(pair -> incumbents.of(pair.to()))
                    .filter(one -> one != null)
                    .forEach(one -> {
                        var unused = incumbents.takeStandby(one);
                    });
            return null;
        });
    }

    /** How the requests to it went; nothing is known of one that is gone. */
    public Score score(InstanceKey key) {
        Instance instance = instance(key);
        return instance == null ? Score.NONE : instance.score();
    }

    /** Whether it is ready, and whether it stands for its endpoint. */
    public boolean serves(InstanceKey key) {
        return table.change((incumbents, generations) -> {
            Instance one = incumbents.of(key);
            return one != null
                    && one.view().state() == InstanceState.READY
                    && incumbents.current(key.endpoint()) == one;
        });
    }

    /** Whether it is ready and answers its health check. */
    public boolean well(InstanceKey key) {
        Instance one = instance(key);
        return one != null
                && one.view().state() == InstanceState.READY
                && one.view().health() != HealthStatus.UNAVAILABLE;
    }

    /** Id of the instance with that key, while there is one. */
    public Optional<String> id(InstanceKey key) {
        return Optional.ofNullable(instance(key)).map(one -> one.identity().id());
    }

    /** It takes no new lease; those it has may finish within {@code drain}. Completes when nothing of it runs any more. */
    public CompletableFuture<Void> stop(InstanceKey key, Duration drain) {
        Instance instance = instance(key);
        return instance == null
                ? CompletableFuture.completedFuture(null)
                : instance.stopFor(SWAPPED, drain).copy();
    }

    /** Completes when it is gone, if it is going; at once if not. */
    public CompletableFuture<Void> gone(InstanceKey key) {
        Instance instance = instance(key);
        return instance == null || !instance.leaving()
                ? CompletableFuture.completedFuture(null)
                : instance.over().copy();
    }

    /** How many leases there are on it. */
    public int leases(InstanceKey key) {
        Instance instance = instance(key);
        return instance == null ? 0 : instance.snapshot().leaseCount();
    }

    private Instance instance(InstanceKey key) {
        return table.change((incumbents, generations) -> incumbents.of(key));
    }
}
