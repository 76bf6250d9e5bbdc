// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Overrun;
import io.paddock.spi.revision.RevisionChange;
import io.paddock.spi.revision.RevisionInstaller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds out how a swap would go. Touches nothing. Thread-safe; nothing blocks, the looking runs on workers. */
final class SwapPlanner {
    private static final Duration LOOK_TAKES = Duration.ofMinutes(2);

    /**
     * A swap that can be done.
     *
     * @param plan what it will do
     * @param old what the bundle that serves brings
     * @param change installs the new one
     */
    record Planned(SwapPlan plan, Brought old, RevisionChange change) {}

    private final Revised revised;
    private final Succession succession;
    private final Surroundings around;
    private final Survey survey;

    SwapPlanner(Revised revised, Succession succession, Surroundings around) {
        this.revised = revised;
        this.succession = succession;
        this.around = around;
        this.survey = new Survey(succession);
    }

    /** @param installer what installs revisions, or null when there is none */
    CompletableFuture<Planned> plan(SwapRequest request, RevisionInstaller installer) {
        List<Revised.Revision> serving = revised.serving(request.backend());
        if (serving.isEmpty()) {
            return CompletableFuture.failedFuture(new InferenceException(Problem.ofField(
                    ErrorCode.BACKEND_NOT_REGISTERED,
                    "backend",
                    "no backend '" + request.backend() + "' is registered; list the backends")));
        }
        if (installer == null) {
            return CompletableFuture.failedFuture(
                    new InferenceException(
                            ErrorCode.REVISION_REFUSED,
                            "nothing here can install a revision; install the feature paddock-swap, or update the bundle in place"));
        }
        return around.workers()
                .call("swap: look at " + request.backend(), LOOK_TAKES, () -> look(request, serving, installer))
                .answer()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(Completion.cause(failure))));
    }

    private static Throwable told(Throwable failure) {
        return failure instanceof Overrun
                ? new InferenceException(Problem.ofField(
                        ErrorCode.REVISION_REFUSED,
                        "source",
                        "the source could not be read within " + LOOK_TAKES.toMinutes()
                                + " min; give one that is nearer"))
                : failure;
    }

    private Planned look(SwapRequest request, List<Revised.Revision> serving, RevisionInstaller installer) {
        RevisionChange change = installer.prepare(
                request.backend(), serving.get(0).bundle(), request.source(), request.configuration());
        List<Incumbent> incumbents = serving.stream()
                .flatMap(one -> succession.incumbents(one.origin().registration()).stream())
                .toList();
        Choice choice = Choice.of(request.terms().strategy(), survey.of(incumbents, 0));
        SwapPlan plan = new SwapPlan(
                request.backend(),
                change.names().from(),
                change.names().to(),
                choice.strategy(),
                choice.because(),
                choice.gap(),
                incumbents.stream().map(Incumbent::id).toList());
        return new Planned(plan, Brought.of(serving), change);
    }
}
