// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Names that stand for models, and swaps of the models behind them. Thread-safe; no method blocks. Futures fail only with
 * {@link InferenceException}. Aliases survive a restart of the runtime.
 */
@ProviderType
public interface Aliases {
    /** All aliases, sorted by name. */
    List<Alias> list();

    /**
     * Makes an alias; one that stands for that already is left as it is. The backend that the target does not name is the
     * one that offers the model now.
     *
     * <p>Fails with {@link ErrorCode#ALIAS_TAKEN} when a model has that name, or the alias stands for something else, and
     * with what a request for the target would be refused with.
     *
     * @return the alias, with its backend
     */
    CompletableFuture<Alias> make(Alias alias);

    /**
     * Removes an alias; instances that it brought up finish their leases. Fails with {@link ErrorCode#ALIAS_NOT_FOUND},
     * or {@link ErrorCode#SWAP_UNDER_WAY}.
     */
    CompletableFuture<Void> remove(String name);

    /**
     * What {@link #swap} would do; touches nothing. Fails with {@link ErrorCode#ALIAS_NOT_FOUND}, {@link
     * ErrorCode#SWAP_UNDER_WAY}, or what a request for the target would be refused with.
     */
    CompletableFuture<SwapPlan> plan(ModelSwapRequest request);

    /** Begins a swap, which is then one of {@link Swaps#list}; completes as soon as it has begun. */
    CompletableFuture<Swap> swap(ModelSwapRequest request);
}
