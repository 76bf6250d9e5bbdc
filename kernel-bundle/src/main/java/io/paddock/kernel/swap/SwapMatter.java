// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.Succession.Incumbent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a swap exchanges: what serves, and what shall in its place. Thread-safe; nothing blocks. */
interface SwapMatter {
    /** What takes work now. */
    List<Incumbent> incumbents();

    /** What shall come in its place; fails with an {@link io.paddock.api.InferenceException}. */
    CompletableFuture<PlannedWish> next(Incumbent old);

    /** The same once more; fails with an {@link io.paddock.api.InferenceException}. */
    CompletableFuture<PlannedWish> before(Incumbent old);

    /** From now on new wishes are for what came; it stands for all endpoints already. */
    CompletableFuture<Void> serveNext();

    /** New wishes are for what was before; never fails. */
    CompletableFuture<Void> serveBefore();
}
