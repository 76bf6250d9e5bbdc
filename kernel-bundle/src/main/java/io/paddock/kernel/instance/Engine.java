// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the kernel itself runs for an instance. Thread-safe; nothing blocks. */
interface Engine {
    /** Brings it up; called at most once. Fails with an InferenceException. */
    CompletableFuture<Launched> launch();

    /** Completes should the process end; never for an engine without one. */
    CompletableFuture<ExitFacts> exited();

    /** What it wrote; nothing when it has no process. */
    ProcessOutput output();

    /** Ends it, also while it comes up; completes when it is gone or cannot be ended. */
    CompletableFuture<Void> terminate(Duration grace);
}
