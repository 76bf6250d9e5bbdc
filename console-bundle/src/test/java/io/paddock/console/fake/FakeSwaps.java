// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTiming;
import io.paddock.api.Swaps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Swaps that end as a test says. */
public final class FakeSwaps implements Swaps {
    public final List<Swap> present = new ArrayList<>();
    public final List<SwapRequest> asked = new ArrayList<>();
    public Problem cause;
    public Duration gap = Duration.ZERO;
    public boolean pinned;

    private SwapPlan plan() {
        return new SwapPlan(
                "fake", "fake 1.0.0", "fake 2.0.0", SwapStrategy.SIDE_BY_SIDE, "there is room", gap, List.of("fake-1"));
    }

    /** A swap as it is now. */
    public Swap swap(SwapState state, SwapPhase phase) {
        Instant begun = Instant.ofEpochSecond(1000);
        return new Swap(
                "swap-1",
                plan(),
                state,
                phase,
                List.of(
                        new SwapTiming(SwapPhase.RESOLVE, begun, Duration.ofMillis(120)),
                        new SwapTiming(SwapPhase.START, begun, null)),
                List.of("fake-2"),
                begun,
                state.isFinal() ? begun.plusSeconds(12) : null,
                cause);
    }

    @Override
    public CompletableFuture<SwapPlan> plan(SwapRequest request) {
        asked.add(request);
        return pinned
                ? CompletableFuture.failedFuture(new InferenceException(ErrorCode.NATIVE_PINNED, "it is loaded"))
                : CompletableFuture.completedFuture(plan());
    }

    @Override
    public CompletableFuture<Swap> start(SwapRequest request) {
        return plan(request).thenApply(plan -> swap(SwapState.RUNNING, SwapPhase.RESOLVE));
    }

    @Override
    public CompletableFuture<Swap> ended(String swapId) {
        SwapState state = cause == null ? SwapState.SWITCHED : SwapState.ROLLED_BACK;
        return CompletableFuture.completedFuture(swap(state, SwapPhase.CANARY));
    }

    @Override
    public Optional<Swap> find(String swapId) {
        return present.stream().filter(one -> one.swapId().equals(swapId)).findFirst();
    }

    @Override
    public List<Swap> list() {
        return List.copyOf(present);
    }
}
