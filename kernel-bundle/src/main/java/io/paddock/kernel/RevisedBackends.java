// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.swap.Revised;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The backend table as swaps see it. Thread-safe; nothing blocks. */
final class RevisedBackends implements Revised {
    private final BackendTable backends;

    RevisedBackends(BackendTable backends) {
        this.backends = backends;
    }

    @Override
    public List<Revision> serving(String backend) {
        return backends.find(backend).map(this::withNeighbours).orElse(List.of());
    }

    private List<Revision> withNeighbours(Registration asked) {
        long bundle = asked.arrival().bundle();
        return Stream.concat(
                        Stream.of(asked),
                        backends.serving().stream()
                                .filter(one -> one != asked && bundle != 0)
                                .filter(one -> one.arrival().bundle() == bundle))
                .map(RevisedBackends::revision)
                .toList();
    }

    private static Revision revision(Registration registration) {
        return new Revision(registration.origin(), registration.arrival().bundle());
    }

    @Override
    public Optional<CompletableFuture<Revision>> expect(String backend) {
        return backends.expected().expect(backend).map(awaited -> awaited.thenApply(RevisedBackends::able));
    }

    private static Revision able(Registration came) {
        if (!came.available()) {
            throw new InferenceException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "version " + came.manifest().version() + " of backend '" + came.id() + "' cannot work here: "
                            + came.standing().detail());
        }
        return revision(came);
    }

    @Override
    public void expectNoMore(String backend) {
        backends.expectNoMore(backend);
    }

    @Override
    public void serve(Revision revision) {
        backends.of(revision.origin().registration()).ifPresent(backends::serve);
    }

    @Override
    public CompletableFuture<StartupPlan> plan(Revision revision, InstanceSpec spec) {
        String id = revision.origin().manifest().backend();
        return backends.of(revision.origin().registration())
                .map(present -> present.plan(spec)
                        .thenApply(plan -> {
                            TruthRules.check(present.manifest(), spec, plan);
                            return plan;
                        })
                        .exceptionally(failure -> {
                            throw new InferenceException(Faults.of(Completion.cause(failure), id, "planning"));
                        }))
                .orElseGet(() -> CompletableFuture.failedFuture(new InferenceException(Faults.removed(id))));
    }
}
