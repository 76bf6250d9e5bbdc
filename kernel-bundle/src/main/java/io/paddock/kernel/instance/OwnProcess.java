// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.process.Child;
import io.paddock.kernel.process.ExitFacts;
import io.paddock.kernel.process.ProcessOutput;
import io.paddock.kernel.process.Surface;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The engine of a spawned instance: a process of the kernel, wherever it is placed. */
final class OwnProcess implements Engine {
    private final String instance;
    private final AtomicReference<LaunchSpec> launch;
    private final Surface surface;
    private final Executor workers;
    private final ProcessOutput output;
    private final CompletableFuture<Child> child = new CompletableFuture<>();
    private final CompletableFuture<ExitFacts> exited = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    OwnProcess(String instance, LaunchSpec launch, Surface surface, Executor workers, ProcessOutput output) {
        this.instance = instance;
        this.launch = new AtomicReference<>(launch);
        this.surface = surface;
        this.workers = workers;
        this.output = output;
    }

    @Override
    public CompletableFuture<Launched> launch() {
        LaunchSpec spec = launch.getAndSet(null); // it may hold secrets: kept no longer than needed
        if (!begun.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new IllegalStateException(instance + " is over"));
        }
        Completion.on(surface.launch(instance, spec, output), (started, failure) -> {
            if (failure != null) {
                child.completeExceptionally(failure);
            } else {
                Completion.on(started.exited(), (facts, never) -> exited.complete(facts));
                child.complete(started);
            }
        });
        return child.thenApply(Child::launched);
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
        return child.thenComposeAsync(started -> started.terminate(grace, workers), workers)
                .handle((gone, failure) -> null);
    }
}
