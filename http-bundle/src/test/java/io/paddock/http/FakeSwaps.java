// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Swaps that begin and do not end; the backend {@code pinned} cannot be swapped. */
final class FakeSwaps implements Swaps {
    volatile SwapRequest asked;
    volatile boolean started;

    static final SwapPlan PLAN = new SwapPlan(
            "fake",
            "1.0.0",
            "file:/srv/next.jar",
            SwapStrategy.SIDE_BY_SIDE,
            "there is room",
            Duration.ZERO,
            List.of("i-1"));
    static final Swap SWAP = new Swap(
            "swap-1",
            PLAN,
            SwapState.RUNNING,
            SwapPhase.RESOLVE,
            List.of(new SwapTiming(SwapPhase.RESOLVE, Instant.EPOCH, null)),
            List.of(),
            Instant.EPOCH,
            null,
            null);

    @Override
    public CompletableFuture<SwapPlan> plan(SwapRequest request) {
        asked = request;
        return request.backend().equals("pinned")
                ? CompletableFuture.failedFuture(
                        new InferenceException(ErrorCode.NATIVE_PINNED, "its native code is loaded; restart"))
                : CompletableFuture.completedFuture(PLAN);
    }

    @Override
    public CompletableFuture<Swap> start(SwapRequest request) {
        return plan(request).thenApply(plan -> {
            started = true;
            return SWAP;
        });
    }

    @Override
    public CompletableFuture<Swap> ended(String swapId) {
        return new CompletableFuture<>();
    }

    @Override
    public Optional<Swap> find(String swapId) {
        return list().stream().filter(one -> one.swapId().equals(swapId)).findFirst();
    }

    @Override
    public List<Swap> list() {
        return List.of(SWAP);
    }
}
