// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One running process of the kernel's, wherever it was placed. Thread-safe; nothing blocks. */
public interface Child {
    /** What its driver may know. */
    Launched launched();

    /** Completes after the process ended and its last lines were read. */
    CompletableFuture<ExitFacts> exited();

    /**
     * Asks it to end, after {@code grace} kills it and all below it.
     *
     * @param workers where slow steps run
     * @return completes when they are gone, or when they could not be ended; true when nothing is left
     */
    CompletableFuture<Boolean> terminate(Duration grace, Executor workers);

    /** Kills it and all below it, now. */
    void kill();
}
