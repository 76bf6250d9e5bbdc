// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.process.ChildProcess;
import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.process.Launcher;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The engine of a spawned instance: a child process of the kernel. */
final class OwnProcess implements Engine {
    private final String instance;
    private final AtomicReference<LaunchSpec> launch;
    private final Launcher launcher;
    private final Executor workers;
    private final ProcessOutput output;
    private final CompletableFuture<ChildProcess> child = new CompletableFuture<>();
    private final CompletableFuture<ExitFacts> exited = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    OwnProcess(String instance, LaunchSpec launch, Launcher launcher, Executor workers, ProcessOutput output) {
        this.instance = instance;
        this.launch = new AtomicReference<>(launch);
        this.launcher = launcher;
        this.workers = workers;
        this.output = output;
    }

    @Override
    public CompletableFuture<Launched> launch() {
        LaunchSpec spec = launch.getAndSet(null); // it may hold secrets: kept no longer than needed
        if (!begun.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new IllegalStateException(instance + " is over"));
        }
        Completion.on(launcher.launch(instance, spec, output), (started, failure) -> {
            if (failure != null) {
                child.completeExceptionally(failure);
            } else {
                Completion.on(started.exited(), (facts, never) -> exited.complete(facts));
                child.complete(started);
            }
        });
        return child.thenApply(ChildProcess::launched);
    }

    @Override
    public CompletableFuture<ExitFacts> exited() {
        return exited;
    }

    @Override
    public ProcessOutput output() {
        return output;
    }

    @Override
    public CompletableFuture<Void> terminate(Duration grace) {
        if (begun.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(null); // it will never be launched
        }
        return child.thenComposeAsync(started -> launcher.end(started, grace, workers), workers)
                .handle((gone, failure) -> null);
    }
}
