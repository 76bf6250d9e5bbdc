// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Alias;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.AliasKeys;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.instance.PlainValues;
import io.paddock.kernel.swap.Aliased;
import io.paddock.kernel.swap.PlannedWish;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.InstanceSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Makes, changes and removes aliases. Thread-safe; nothing blocks, files are written on workers. */
final class AliasFlow implements Aliased {
    private static final Duration WRITE_TAKES = Duration.ofSeconds(10);

    private final AliasTable aliases;
    private final BackendTable backends;
    private final BackendFinder finder;
    private final ModelTable models;
    private final Workers workers;

    /** A target that can be served: its backend, and the wish in the backend's terms. */
    private record Prospect(Registration backend, ModelTarget target, InstanceSpec spec) {}

    AliasFlow(AliasTable aliases, BackendTable backends, BackendFinder finder, ModelTable models, Workers workers) {
        this.aliases = aliases;
        this.backends = backends;
        this.finder = finder;
        this.models = models;
        this.workers = workers;
    }

    /** Makes an alias, unless its name is taken. */
    CompletableFuture<Alias> make(Alias wished) {
        return asked(() -> {
            AliasRules.checkName(wished.name());
            return prospect(wished.target())
                    .thenCompose(able -> models.offered().thenCompose(listing -> make(wished.name(), able, listing)));
        });
    }

    private CompletableFuture<Alias> make(String name, Prospect able, List<ModelListing> listing) {
        Alias made = new Alias(name, able.target());
        Alias known = aliases.find(name).orElse(null);
        if (known != null) {
            if (same(known, made)) {
                return CompletableFuture.completedFuture(known);
            }
            throw taken("alias '" + name + "' stands for " + words(known) + " already; to have it stand for something"
                    + " else while it serves, swap it: paddock:swap-model " + name + " MODEL, or POST /api/v1/swaps");
        }
        if (listing.stream().anyMatch(model -> model.answersTo(name))) {
            throw taken("there is a model '" + name + "' already; give the alias another name");
        }
        return workers.call("write alias " + name, WRITE_TAKES, () -> aliases.add(made))
                .answer()
                .thenApply(added -> {
                    if (!added) {
                        throw taken("somebody made an alias '" + name + "' at the same time; list the aliases");
                    }
                    return made;
                });
    }

    private static boolean same(Alias one, Alias other) {
        return AliasKeys.variant(AliasTable.spec(one)).equals(AliasKeys.variant(AliasTable.spec(other)));
    }

    private static InferenceException taken(String words) {
        return new InferenceException(Problem.ofField(ErrorCode.ALIAS_TAKEN, "name", words));
    }

    CompletableFuture<Void> remove(String name) {
        return aliases.find(name).isEmpty()
                ? CompletableFuture.failedFuture(unknown(name))
                : written("remove alias " + name, () -> aliases.remove(name));
    }

    private InferenceException unknown(String name) {
        List<String> names = aliases.list().stream().map(Alias::name).toList();
        return new InferenceException(Problem.ofField(
                ErrorCode.ALIAS_NOT_FOUND,
                "alias",
                "there is no alias '" + name + "'; there are: "
                        + (names.isEmpty() ? "none" : String.join(", ", names))));
    }

    @Override
    public CompletableFuture<Change> look(ModelSwapRequest request) {
        return asked(() -> {
            Alias now = aliases.find(request.alias()).orElseThrow(() -> unknown(request.alias()));
            return prospect(within(now, request.target()))
                    .thenCompose(able -> models.offered().thenApply(listing -> {
                        if (request.target().backend() == null) {
                            requireOffered(able.target(), listing);
                        }
                        return change(now, able, listing);
                    }));
        });
    }

    /** Of whoever names no backend, a model is wanted that its backend knows, if that tells which it has. */
    private static void requireOffered(ModelTarget target, List<ModelListing> listing) {
        List<ModelListing> there = listing.stream()
                .filter(model -> model.backend().equals(target.backend()))
                .toList();
        if (!there.isEmpty() && there.stream().noneMatch(model -> model.answersTo(target.model()))) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.MODEL_NOT_FOUND,
                    "target.model",
                    "backend '" + target.backend() + "' offers no model '" + target.model() + "'; there are: "
                            + ModelTable.names(there)));
        }
    }

    /** The endpoint of an alias is its backend's. */
    private static ModelTarget within(Alias alias, ModelTarget target) {
        String own = alias.target().backend();
        if (target.backend() != null && !target.backend().equals(own)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "target.backend",
                    "alias '" + alias.name() + "' is served by backend '" + own
                            + "', and a swap stays there; make another alias for backend '" + target.backend() + "'"));
        }
        return new ModelTarget(own, target.model(), target.options());
    }

    private Change change(Alias now, Prospect able, List<ModelListing> listing) {
        Alias next = new Alias(now.name(), able.target());
        if (same(now, next)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "target",
                    "alias '" + now.name() + "' stands for " + words(now) + " already"));
        }
        return new Change(
                AliasKeys.endpoint(able.backend().id(), now.name()),
                new Side(now, AliasTable.spec(now), words(now), null),
                new Side(next, AliasTable.spec(next), words(next), size(next.target(), listing)));
    }

    private String words(Alias alias) {
        return backends.find(alias.target().backend())
                .map(found -> AliasRules.words(alias.target(), found.manifest()))
                .orElseGet(() -> alias.target().model());
    }

    private static Long size(ModelTarget target, List<ModelListing> listing) {
        return listing.stream()
                .filter(model -> model.backend().equals(target.backend()) && model.answersTo(target.model()))
                .map(ModelListing::sizeBytes)
                .findFirst()
                .orElse(null);
    }

    /** Fails with what a request for the target would be refused with. */
    private CompletableFuture<Prospect> prospect(ModelTarget wished) {
        EnsureRequest request = AliasRules.request(wished);
        return finder.find(request).thenCompose(backend -> {
            InstanceSpec spec = RequestRules.spec(request.request(), backend.manifest());
            ModelTarget target = new ModelTarget(backend.id(), wished.model(), PlainValues.map(wished.options()));
            return planned(backend, spec).thenApply(planned -> new Prospect(backend, target, spec));
        });
    }

    @Override
    public CompletableFuture<PlannedWish> plan(InstanceSpec spec) {
        return backends.find(spec.backend())
                .map(backend -> planned(backend, spec))
                .orElseGet(
                        () -> CompletableFuture.failedFuture(new InferenceException(Faults.removed(spec.backend()))));
    }

    private static CompletableFuture<PlannedWish> planned(Registration backend, InstanceSpec spec) {
        EnsureFlow.requireEngine(backend);
        return backend.plan(spec)
                .thenApply(plan -> {
                    TruthRules.check(backend.manifest(), spec, plan);
                    return new PlannedWish(backend.origin(), spec, plan);
                })
                .exceptionally(failure -> {
                    throw new InferenceException(Faults.of(Completion.cause(failure), backend.id(), "planning"));
                });
    }

    @Override
    public CompletableFuture<Void> stand(Alias alias) {
        return written("write alias " + alias.name(), () -> aliases.put(alias));
    }

    private CompletableFuture<Void> written(String name, Runnable write) {
        return workers.<Void>call(name, WRITE_TAKES, () -> {
                    write.run();
                    return null;
                })
                .answer();
    }

    /** Whatever it fails with names the field as whoever asked knows it. */
    private static <T> CompletableFuture<T> asked(Supplier<CompletableFuture<T>> what) {
        CompletableFuture<T> answer;
        try {
            answer = what.get();
        } catch (InferenceException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.exceptionally(failure -> {
            throw new InferenceException(
                    AliasRules.placed(Faults.of(Completion.cause(failure), "the kernel", "looking at an alias")));
        });
    }
}
