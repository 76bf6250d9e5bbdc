// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * A read-only picture of a swap.
 *
 * @param swapId its id
 * @param plan what was planned
 * @param state where it stands
 * @param phase what it does now, or did last
 * @param phases how long each phase took, in their order
 * @param candidates ids of the instances that came up for it
 * @param startedAt when it began
 * @param endedAt when it was done or undone, or null
 * @param cause why it was undone, or null
 */
public record Swap(
        String swapId,
        SwapPlan plan,
        SwapState state,
        SwapPhase phase,
        List<SwapTiming> phases,
        List<String> candidates,
        Instant startedAt,
        Instant endedAt,
        Problem cause) {
    public Swap {
        requireNonNull(swapId, "swapId is null");
        requireNonNull(plan, "plan is null");
        requireNonNull(state, "state is null");
        phases = List.copyOf(phases);
        candidates = List.copyOf(candidates);
    }
}
