// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A process of this machine, with the launcher that has it written down. */
record OwnChild(ChildProcess process, Launcher launcher) implements Child {
    @Override
    public Launched launched() {
        return process.launched();
    }

    @Override
    public CompletableFuture<ExitFacts> exited() {
        return process.exited();
    }

    @Override
    public CompletableFuture<Boolean> terminate(Duration grace, Executor workers) {
        return launcher.end(process, grace, workers);
    }

    @Override
    public void kill() {
        process.kill();
    }
}
