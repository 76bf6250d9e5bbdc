// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.SwapPhase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the phases of one swap do. Thread-safe; nothing blocks. */
interface SwapWork {
    /** Does a phase; fails with an {@link io.paddock.api.InferenceException} that says why. */
    CompletableFuture<Void> perform(SwapPhase phase);

    /** Longest time for a phase. */
    Duration limit(SwapPhase phase);

    /** Undoes what was done up to {@code reached}; completes when that is over, and fails when something of it is left. */
    CompletableFuture<Void> undo(SwapPhase reached);

    /** Nothing follows: lets go of everything. */
    void close();

    /** Ids of the instances that came up for it. */
    List<String> candidates();
}
