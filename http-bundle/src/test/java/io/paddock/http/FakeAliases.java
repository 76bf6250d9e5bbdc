// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.Alias;
import io.paddock.api.Aliases;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Swap;
import io.paddock.api.SwapPlan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One alias {@code pet}; the name {@code tiny} is taken. */
final class FakeAliases implements Aliases {
    static final Alias PET = new Alias("pet", new ModelTarget("fake", "cat", Map.of("ctx_size", 4096L)));

    volatile Alias made;
    volatile String removed;
    volatile ModelSwapRequest asked;
    volatile boolean started;

    @Override
    public List<Alias> list() {
        return List.of(PET);
    }

    @Override
    public CompletableFuture<Alias> make(Alias alias) {
        made = alias;
        return alias.name().equals("tiny")
                ? CompletableFuture.failedFuture(
                        new InferenceException(ErrorCode.ALIAS_TAKEN, "there is a model 'tiny' already"))
                : CompletableFuture.completedFuture(alias);
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        removed = name;
        return name.equals("pet")
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        new InferenceException(ErrorCode.ALIAS_NOT_FOUND, "there is no alias '" + name + "'"));
    }

    @Override
    public CompletableFuture<SwapPlan> plan(ModelSwapRequest request) {
        asked = request;
        return CompletableFuture.completedFuture(FakeSwaps.PLAN);
    }

    @Override
    public CompletableFuture<Swap> swap(ModelSwapRequest request) {
        asked = request;
        started = true;
        return CompletableFuture.completedFuture(FakeSwaps.SWAP);
    }
}
