// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.revision.RevisionChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The steps of a {@link RevisionChange}, on workers, one after the other and within bounds. */
final class InstallSteps {
    private final RevisionChange change;
    private final Workers workers;
    private final Duration budget;
    private volatile CompletableFuture<Void> left = CompletableFuture.completedFuture(null); // by the last step
    private volatile boolean begun;

    InstallSteps(RevisionChange change, Workers workers, Duration budget) {
        this.change = change;
        this.workers = workers;
        this.budget = budget;
    }

    CompletableFuture<Void> install() {
        begun = true;
        return step("install", change::install);
    }

    CompletableFuture<Void> start() {
        return step("start", change::start);
    }

    CompletableFuture<Void> commit() {
        return step("commit", change::commit);
    }

    /** After a step that is still under way. */
    CompletableFuture<Void> undo() {
        return begun
                ? Completion.allEnded(List.of(left)).thenCompose(over -> step("undo", change::undo))
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> step(String name, Runnable what) {
        var call = workers.<Void>call("swap: " + name, budget, () -> {
            what.run();
            return null;
        });
        left = call.ended();
        return call.answer();
    }
}
