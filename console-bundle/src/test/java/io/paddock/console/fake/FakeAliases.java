// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import io.paddock.api.Alias;
import io.paddock.api.Aliases;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Aliases that are made without a look; one without a backend is of {@code fake}. */
public final class FakeAliases implements Aliases {
    public final List<Alias> present = new ArrayList<>();
    public final List<ModelSwapRequest> asked = new ArrayList<>();

    @Override
    public List<Alias> list() {
        return List.copyOf(present);
    }

    @Override
    public CompletableFuture<Alias> make(Alias alias) {
        String backend =
                alias.target().backend() == null ? "fake" : alias.target().backend();
        Alias made = new Alias(
                alias.name(),
                new ModelTarget(backend, alias.target().model(), alias.target().options()));
        present.add(made);
        return CompletableFuture.completedFuture(made);
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        return present.removeIf(one -> one.name().equals(name))
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        new InferenceException(ErrorCode.ALIAS_NOT_FOUND, "there is no alias '" + name + "'"));
    }

    @Override
    public CompletableFuture<SwapPlan> plan(ModelSwapRequest request) {
        asked.add(request);
        return CompletableFuture.completedFuture(new SwapPlan(
                "fake",
                "cat",
                request.target().model(),
                SwapStrategy.SIDE_BY_SIDE,
                "there is room",
                Duration.ZERO,
                List.of("fake-1"),
                request.alias()));
    }

    @Override
    public CompletableFuture<Swap> swap(ModelSwapRequest request) {
        asked.add(request);
        return CompletableFuture.completedFuture(new FakeSwaps().swap(SwapState.RUNNING, SwapPhase.RESOLVE));
    }
}
