// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The engine of an instance that has no process of its own: its driver attaches to one, or is one. */
record NoProcess(String instance, ProcessOutput output) implements Engine {
    @Override
    public CompletableFuture<Launched> launch() {
        return CompletableFuture.completedFuture(new Launched(instance, 0, 0, ""));
    }

    @Override
    public CompletableFuture<ExitFacts> exited() {
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<Void> terminate(Duration grace) {
        return CompletableFuture.completedFuture(null);
    }
}
