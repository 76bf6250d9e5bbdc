// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.ModelSwapRequest;
import io.paddock.api.SwapPlan;
import io.paddock.kernel.instance.Standstill;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds out how a swap of the model behind an alias would go. Touches nothing. Thread-safe; nothing blocks. */
final class AliasPlanner {
    private static final Duration LOOK_TAKES = Duration.ofSeconds(30);

    /**
     * A swap that can be done.
     *
     * @param plan what it will do
     * @param change what the alias stands for, and shall
     */
    record Planned(SwapPlan plan, Aliased.Change change) {}

    private final Aliased aliased;
    private final Succession succession;
    private final Standstill standstill;
    private final Survey survey;
    private final Workers workers;

    AliasPlanner(Aliased aliased, Succession succession, Standstill standstill, Workers workers) {
        this.aliased = aliased;
        this.succession = succession;
        this.standstill = standstill;
        this.survey = new Survey(succession);
        this.workers = workers;
    }

    CompletableFuture<Planned> plan(ModelSwapRequest request) {
        return aliased.look(request)
                .thenCompose(change -> standstill
                        .over(change.endpoint().backend())
                        .thenCompose(over -> workers.call(
                                        "swap: look at " + request.alias(), LOOK_TAKES, () -> planned(request, change))
                                .answer()));
    }

    private Planned planned(ModelSwapRequest request, Aliased.Change change) {
        List<Incumbent> incumbents = AliasExchange.incumbents(change, succession);
        Long size = change.next().sizeBytes();
        Choice choice = Choice.of(
                request.terms().strategy(), survey.of(incumbents, size == null || incumbents.isEmpty() ? 0 : size));
        SwapPlan plan = new SwapPlan(
                change.endpoint().backend(),
                change.before().words(),
                change.next().words(),
                choice.strategy(),
                choice.because(),
                choice.gap(),
                incumbents.stream().map(Incumbent::id).toList(),
                request.alias());
        return new Planned(plan, change);
    }
}
