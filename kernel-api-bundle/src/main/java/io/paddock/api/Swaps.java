// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Replaces a backend while it serves, and undoes that by itself when the new one does not prove good. Thread-safe; no
 * method blocks. Futures fail only with {@link InferenceException}.
 */
@ProviderType
public interface Swaps {
    /**
     * What {@link #start} would do. Looks at the new revision; touches nothing.
     *
     * <p>Fails with {@link ErrorCode#BACKEND_NOT_REGISTERED}, {@link ErrorCode#SAME_REVISION}, {@link
     * ErrorCode#NATIVE_PINNED}, {@link ErrorCode#SWAP_UNDER_WAY} or {@link ErrorCode#REVISION_REFUSED} when it cannot be
     * done; what it would do then is nothing either.
     */
    CompletableFuture<SwapPlan> plan(SwapRequest request);

    /** Begins a swap; completes as soon as it has begun. What {@link #plan} refuses is refused before anything is touched. */
    CompletableFuture<Swap> start(SwapRequest request);

    /** Completes when that swap is done or undone; fails with {@link ErrorCode#SWAP_NOT_FOUND} for an unknown id. */
    CompletableFuture<Swap> ended(String swapId);

    /** One swap, under way or of late. */
    Optional<Swap> find(String swapId);

    /** Swaps under way and of late, the latest first. */
    List<Swap> list();
}
