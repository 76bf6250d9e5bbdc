// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapStrategy;
import java.util.List;

/** The phases of each strategy, in their order. */
final class SwapScript {
    private SwapScript() {}

    /** Nothing starts where only an alias stands for something else. */
    static List<SwapPhase> of(SwapPlan plan) {
        return of(plan.strategy()).stream()
                .filter(phase -> plan.alias() == null || phase != SwapPhase.START)
                .toList();
    }

    static List<SwapPhase> of(SwapStrategy strategy) {
        return switch (strategy) {
            case SIDE_BY_SIDE ->
                List.of(
                        SwapPhase.RESOLVE,
                        SwapPhase.START,
                        SwapPhase.LOAD,
                        SwapPhase.READY,
                        SwapPhase.CANARY,
                        SwapPhase.SWITCH,
                        SwapPhase.PROBATION,
                        SwapPhase.DRAIN,
                        SwapPhase.STOP);
            case DRAIN_STOP_START ->
                List.of(
                        SwapPhase.RESOLVE,
                        SwapPhase.START,
                        SwapPhase.DRAIN,
                        SwapPhase.LOAD,
                        SwapPhase.READY,
                        SwapPhase.CANARY,
                        SwapPhase.SWITCH,
                        SwapPhase.PROBATION,
                        SwapPhase.STOP);
        };
    }
}
