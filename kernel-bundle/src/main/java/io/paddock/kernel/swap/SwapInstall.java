// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import java.util.concurrent.CompletableFuture;

/** How what comes is brought, and what was before is taken away. Thread-safe; nothing blocks. */
interface SwapInstall {
    /** The new one is there; nothing of it runs. */
    CompletableFuture<Void> install();

    /** It says that it can work. */
    CompletableFuture<Void> start();

    /** The old one goes. */
    CompletableFuture<Void> commit();

    /** The new one goes, as far as it came; fails when something of it is left. */
    CompletableFuture<Void> undo();

    /** Nothing follows: lets go of everything. */
    void close();
}
