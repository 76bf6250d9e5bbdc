// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendState;
import io.paddock.api.BackendVerdict;
import io.paddock.api.Compatibility;
import io.paddock.api.EnsureAction;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.Explanation;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.instance.InstanceTable;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Goes the way of an ensure call for each backend, up to where something would happen. Thread-safe; nothing blocks. */
final class ExplainFlow {
    private static final Comparator<BackendVerdict> BEST_FIRST = Comparator.comparing(
                    BackendVerdict::suitable, Comparator.reverseOrder())
            .thenComparing(verdict -> verdict.compatibility().compatible(), Comparator.reverseOrder())
            .thenComparing(verdict -> Boolean.FALSE.equals(verdict.modelOffered()))
            .thenComparing(verdict -> verdict.state() == BackendState.UNAVAILABLE)
            .thenComparing(verdict -> verdict.compatibility().mismatches().size())
            .thenComparing(BackendVerdict::backend);

    private final BackendTable backends;
    private final ModelTable models;
    private final InstanceTable instances;
    private final Admission admission;
    private final AliasTable aliases;

    ExplainFlow(
            BackendTable backends,
            ModelTable models,
            InstanceTable instances,
            Admission admission,
            AliasTable aliases) {
        this.aliases = aliases;
        this.backends = backends;
        this.models = models;
        this.instances = instances;
        this.admission = admission;
    }

    CompletableFuture<Explanation> explain(EnsureRequest request) {
        AliasRules.Meant meant;
        try {
            TextRules.check(request);
            RequestRules.checkForm(request.request());
            meant = AliasRules.meant(request, aliases);
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
        return models.list()
                .thenCompose(listing -> judge(new Question(
                        meant.request(), RequestRules.model(meant.request().request()), meant.alias(), listing)));
    }

    /**
     * What is asked of each backend.
     *
     * @param request the request as an ensure call would make it
     * @param model the wanted model, or null
     * @param alias the alias that stands for that, or null
     * @param listing all models that are there
     */
    private record Question(EnsureRequest request, String model, String alias, List<ModelListing> listing) {
        InstanceSpec spec(Registration backend) {
            return RequestRules.spec(request.request(), backend.manifest()).behind(alias);
        }

        String backend() {
            return request.request().targetPreference().backend();
        }

        Boolean offeredBy(String backend) {
            List<ModelListing> offered = listing.stream()
                    .filter(listed -> listed.backend().equals(backend))
                    .toList();
            if (model == null || offered.isEmpty()) {
                return null;
            }
            return offered.stream().anyMatch(listed -> listed.answersTo(model));
        }
    }

    private CompletableFuture<Explanation> judge(Question question) {
        String named = question.backend();
        Optional<Registration> known = named == null ? Optional.empty() : backends.find(named);
        String consumer = question.request().consumer().consumer();
        if (named != null && known.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new Explanation(question.model(), consumer, List.of(unregistered(question))));
        }
        List<Registration> candidates = known.map(List::of).orElseGet(() -> List.copyOf(backends.all()));
        List<CompletableFuture<BackendVerdict>> verdicts = candidates.stream()
                .map(candidate -> verdict(question, candidate))
                .toList();
        return Completion.allEnded(verdicts)
                .thenApply(ended -> new Explanation(
                        question.model(),
                        consumer,
                        verdicts.stream()
                                .map(CompletableFuture::join)
                                .sorted(BEST_FIRST)
                                .toList()));
    }

    private BackendVerdict unregistered(Question question) {
        Compatibility fit = CompatibilityRules.unregistered(
                question.backend(), question.request().consumer(), backends.manifests());
        Problem problem = Problem.ofField(
                ErrorCode.BACKEND_NOT_REGISTERED,
                RequestRules.TARGET + "backend",
                "no backend '" + question.backend() + "' is registered");
        return new BackendVerdict(question.backend(), null, EnsureAction.REFUSE, null, problem, null, null, null, fit);
    }

    private CompletableFuture<BackendVerdict> verdict(Question question, Registration backend) {
        return fit(question, backend)
                .thenCompose(fit -> verdict(new Verdict(question, backend, fit)))
                .exceptionally(failure -> unfit(question, backend, Completion.cause(failure)));
    }

    private CompletableFuture<Compatibility> fit(Question question, Registration backend) {
        try {
            return Fitting.fit(
                    backend, question.request().consumer(), backends.manifests(), () -> question.spec(backend));
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The verdict about a wish that the backend could not even be asked about. */
    private BackendVerdict unfit(Question question, Registration backend, Throwable failure) {
        Compatibility declared =
                CompatibilityRules.check(backend.manifest(), question.request().consumer(), backends.manifests());
        Verdict verdict = new Verdict(question, backend, declared);
        return verdict.refused(verdict.planFailure(failure));
    }

    private static CompletableFuture<BackendVerdict> verdict(Verdict verdict) {
        try {
            InstanceSpec spec = verdict.spec();
            return verdict.backend
                    .plan(spec)
                    .handle((plan, failure) -> failure == null
                            ? verdict.planned(spec, plan)
                            : verdict.refused(verdict.planFailure(Completion.cause(failure))));
        } catch (InferenceException e) {
            return CompletableFuture.completedFuture(verdict.refused(e.problem()));
        }
    }

    /** One backend's verdict in the making: the steps of an ensure call, in their order. */
    private final class Verdict {
        private final Question question;
        private final Registration backend;
        private final Compatibility fit;
        private final Boolean offered;

        Verdict(Question question, Registration backend, Compatibility fit) {
            this.question = question;
            this.backend = backend;
            this.fit = fit;
            this.offered = question.offeredBy(backend.id());
        }

        /** Fails with what an ensure call would be refused with before anything is planned. */
        InstanceSpec spec() {
            EnsureFlow.requireEngine(backend);
            boolean foundByModel = question.backend() == null && question.model() != null;
            if (foundByModel && !Boolean.TRUE.equals(offered)) {
                throw new InferenceException(
                        ErrorCode.MODEL_NOT_FOUND,
                        "backend '" + backend.id() + "' does not list model '" + question.model() + "'");
            }
            EnsureFlow.requireFit(backend.id(), fit, question.request().consumer());
            return question.spec(backend);
        }

        Problem planFailure(Throwable failure) {
            Problem problem = Faults.of(failure, backend.id(), "planning");
            return RequestRules.placed(
                    problem, backend.manifest(), question.request().request());
        }

        BackendVerdict planned(InstanceSpec spec, StartupPlan plan) {
            try {
                TruthRules.check(backend.manifest(), spec, plan);
            } catch (InferenceException e) {
                return refused(e.problem());
            }
            InstanceTable.Outlook outlook = instances.outlook(backend.origin(), plan, spec);
            if (outlook.refusal() != null) {
                return refused(outlook.refusal());
            }
            Problem owner = admission.refusal(question.request().lease().ownerRef());
            if (owner != null) {
                return refused(owner);
            }
            EnsureAction action = outlook.instanceId() == null ? EnsureAction.START : EnsureAction.JOIN;
            return of(action, outlook.instanceId(), null);
        }

        /** The mismatches are in the verdict already. */
        BackendVerdict refused(Problem problem) {
            Problem once = new Problem(problem.code(), problem.detail(), problem.field(), problem.retryAfter(), null);
            return of(EnsureAction.REFUSE, null, once);
        }

        private BackendVerdict of(EnsureAction action, String instanceId, Problem problem) {
            Standing standing = backend.standing();
            return new BackendVerdict(
                    backend.id(),
                    backend.manifest().version(),
                    action,
                    instanceId,
                    problem,
                    standing.state(),
                    standing.detail(),
                    offered,
                    fit);
        }
    }
}
