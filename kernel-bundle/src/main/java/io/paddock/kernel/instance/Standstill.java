// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Endpoints without an instance for a while, because there is no room for two: requests and leases wait until one is
 * there. Thread-safe; nothing blocks.
 */
public final class Standstill {
    private static final Problem SWAPPED = Problem.of(
            ErrorCode.DRAINING,
            "the endpoint is being swapped; another instance is brought up when the old one is gone");

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final InstanceTable table;
    private final Asides asides;
    private final Surroundings around;

    public Standstill(InstanceTable table, Surroundings around) {
        this.table = table;
        this.around = around;
        this.asides = new Asides(table.interims(), around);
    }

    /** From now on requests for the endpoint wait, and the leases and callers of that instance, if it is there. */
    public void begin(InstanceKey key) {
        table.parks().close(key.endpoint());
        Instance instance = table.change((incumbents, generations) -> incumbents.of(key));
        if (instance != null && !instance.leaving()) {
            asides.setAside(instance, SWAPPED);
            new Handover(around.leases()).sendAway(instance);
        }
    }

    /** Those that wait go on. */
    public void end(EndpointKey endpoint) {
        table.parks().open(endpoint);
    }

    /**
     * Brings an instance of {@code origin} up again. What cannot be now is tried again for leases that wait.
     *
     * @param others endpoints whose leases wait for this instance too
     * @return why not now, or nothing
     */
    public Optional<Problem> restore(
            Origin origin, StartupPlan plan, InstanceSpec spec, Collection<EndpointKey> others) {
        waiting(others)
                .forEach(one -> table.continueAfter(plan.key(), one.wanted().generation()));
        Blueprint blueprint = new Blueprint(origin, plan, spec);
        Optional<Problem> refusal =
                table.bring(blueprint, made -> made.chronicle().candidate(made.identity()));
        Instance there = table.change((incumbents, generations) -> incumbents.of(blueprint.key()));
        if (refusal.isEmpty() && there != null) {
            others.forEach(one -> table.handWaiting(one, there));
        }
        Stream.concat(waiting(List.of(plan.key())), waiting(others)).distinct().forEach(table.interims()::stray);
        return refusal;
    }

    /**
     * Completes when no endpoint of that backend waits for an instance to be brought up, at the latest when a backend
     * that is being replaced had been away for too long: what it would take over from is to be seen then.
     */
    public CompletableFuture<Void> over(String backend) {
        return over(backend, around.time().now());
    }

    private CompletableFuture<Void> over(String backend, Moment start) {
        Duration longest = around.limits().get().parking().window();
        boolean late = around.time().now().since(start).compareTo(longest) >= 0;
        return late || !table.interims().awaits(backend)
                ? CompletableFuture.completedFuture(null)
                : Completion.within(new CompletableFuture<>(), LOOK_EVERY, around.time())
                        .thenComposeAsync(waited -> over(backend, start), around.mailboxes());
    }

    /** What waits there without an instance. */
    private Stream<Interim> waiting(Collection<EndpointKey> endpoints) {
        return endpoints.stream().map(table.interims()::find).filter(Objects::nonNull);
    }
}
