// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendState;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.instance.InstanceTable;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.instance.Waiter;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.InstanceSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The ensure call from top to bottom. Each step either goes on to the next or answers the waiter; nothing is started
 * before the last one. Thread-safe; nothing blocks.
 */
final class EnsureFlow {
    private static final int MOST_BEGINNINGS = 16;

    private final BackendTable backends;
    private final BackendFinder finder;
    private final AliasTable aliases;
    private final InstanceTable instances;
    private final RouteMemory routes;
    private final Surroundings around;
    private final Admission admission;

    /**
     * Where wishes may lead.
     *
     * @param backends all backends
     * @param finder finds one for a request
     * @param aliases names that stand for a wish
     */
    record Ways(BackendTable backends, BackendFinder finder, AliasTable aliases) {}

    EnsureFlow(Ways ways, InstanceTable instances, Surroundings around, Admission admission) {
        this.backends = ways.backends();
        this.finder = ways.finder();
        this.aliases = ways.aliases();
        this.instances = instances;
        this.around = around;
        this.admission = admission;
        this.routes = new RouteMemory(backends, around.time());
    }

    CompletableFuture<EnsureResult> ensure(EnsureRequest request) {
        Admission.Claim claim = new Admission.Claim(request.lease(), request.context(), request.patience());
        return admission.admit(claim, problem -> refused(request, problem), waiter -> {
            AtomicInteger again = new AtomicInteger();
            waiter.appealsTo(() -> again.getAndIncrement() < MOST_BEGINNINGS && beginAgain(request, waiter));
            begin(request, waiter);
        });
    }

    /** Its backend went while it was on its way, but is being replaced: what could have waited does not fail. */
    private boolean beginAgain(EnsureRequest request, Waiter waiter) {
        long registration = waiter.registration();
        if (registration == 0 || backends.present(registration) || !backends.mayBeBack(waiter.backend())) {
            return false;
        }
        routes.forget(Route.Wish.of(request));
        around.messengers().execute(() -> Admission.step(waiter, () -> begin(request, waiter)));
        return true;
    }

    private void refused(EnsureRequest request, Problem problem) {
        around.journal().add(Refusals.note(request, problem));
    }

    private void begin(EnsureRequest request, Waiter waiter) {
        TextRules.check(request); // also what is no part of the wish, and so of no remembered route
        Route.Wish wish = Route.Wish.of(request);
        Optional<Route> known = routes.find(wish);
        if (known.isPresent()) {
            if (routes.growsOld(wish, known.get())) {
                Completion.on(find(request, wish), (found, failure) -> {
                    if (failure != null) {
                        routes.forget(wish);
                    }
                });
            }
            plan(request, known.get(), waiter);
            return;
        }
        Completion.on(
                find(request, wish),
                (route, failure) -> Admission.step(waiter, () -> {
                    if (failure != null) {
                        throw failed(failure, "the kernel", "finding a backend");
                    }
                    plan(request, route, waiter);
                }));
    }

    private CompletableFuture<Route> find(EnsureRequest request, Route.Wish wish) {
        RequestRules.check(request.request());
        long changes = backends.changes();
        AliasRules.Meant meant = AliasRules.meant(request, aliases); // what it means may change from now on
        return finder.find(meant.request())
                .thenCompose(backend -> route(meant, backend))
                .thenApply(route -> {
                    routes.keep(wish, route, changes);
                    return route;
                });
    }

    private CompletableFuture<Route> route(AliasRules.Meant meant, Registration backend) {
        requireEngine(backend);
        BackendManifest manifest = backend.manifest();
        EnsureRequest request = meant.request();
        Supplier<InstanceSpec> wish =
                () -> RequestRules.spec(request.request(), manifest).behind(meant.alias());
        return Fitting.fit(backend, request.consumer(), backends.manifests(), wish)
                .thenApply(fit -> {
                    requireFit(backend.id(), fit, request.consumer());
                    return new Route(backend, fit, wish.get(), around.time().now());
                });
    }

    /** Fails when the backend cannot work. */
    static void requireEngine(Registration backend) {
        if (backend.standing().state() == BackendState.UNAVAILABLE) {
            throw new InferenceException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    "backend '" + backend.id() + "' cannot work here: "
                            + backend.standing().detail());
        }
    }

    /** Fails when the backend does not fit the consumer. */
    static void requireFit(String backend, Compatibility fit, ConsumerManifest consumer) {
        if (!fit.compatible()) {
            throw new InferenceException(Problem.incompatible(
                    "backend '" + backend + "' does not fit consumer '" + consumer.consumer() + "': "
                            + CompatibilityRules.inWords(fit),
                    fit));
        }
    }

    private void plan(EnsureRequest request, Route route, Waiter waiter) {
        Registration backend = route.backend();
        waiter.servedBy(
                backend.origin(),
                route.fit(),
                ConstraintRules.acceptsUnavailable(request.consumer().constraints()));
        Completion.on(
                backend.plan(route.spec()),
                (plan, failure) -> Admission.step(waiter, () -> {
                    if (failure != null) {
                        Problem problem = Faults.of(failure, backend.id(), "planning");
                        throw new InferenceException(
                                RequestRules.placed(problem, backend.manifest(), request.request()));
                    }
                    TruthRules.check(backend.manifest(), route.spec(), plan);
                    instances.ensure(plan, route.spec(), waiter);
                }));
    }

    static InferenceException failed(Throwable failure, String who, String doing) {
        return failure instanceof InferenceException known
                ? known
                : new InferenceException(Faults.of(failure, who, doing));
    }
}
