// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendState;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Finds the backend for a request: the one it names, or one that offers its model. One that cannot say now what it offers
 * is taken at its last word, so that a model whose daemon is down is not said to be unknown. Thread-safe; nothing blocks.
 */
final class BackendFinder {
    private static final String FIELD = RequestRules.TARGET + "backend";

    private final BackendTable backends;
    private final ModelTable models;
    private final Gaps gaps;

    BackendFinder(BackendTable backends, ModelTable models, Gaps gaps) {
        this.backends = backends;
        this.models = models;
        this.gaps = gaps;
    }

    /** Fails with an {@link InferenceException} that lists what is there. */
    CompletableFuture<Registration> find(EnsureRequest request) {
        String named = request.request().targetPreference().backend();
        return named == null ? byModel(request) : byName(named);
    }

    /** A backend that was just registered is waited for, until it has said what it is; no other one is. */
    private CompletableFuture<Registration> byName(String id) {
        long before = backends.changes();
        Optional<Registration> known = backends.find(id);
        if (known.isPresent()) {
            Registration one = known.get();
            return one.available()
                    ? CompletableFuture.completedFuture(one)
                    : one.settled().thenApply(settled -> backends.find(id).orElse(one));
        }
        List<CompletableFuture<Void>> open = backends.unsettled();
        if (open.isEmpty() && gaps.open(id)) {
            return awaitBack(id, () -> byName(id));
        }
        if (backends.changes() != before) {
            return byName(id); // it was back before anybody could wait for it, and maybe went again
        }
        return open.isEmpty()
                ? CompletableFuture.failedFuture(unknown(id))
                : CompletableFuture.anyOf(open.toArray(CompletableFuture<?>[]::new))
                        .thenCompose(one -> byName(id));
    }

    private InferenceException unknown(String id) {
        List<String> present =
                backends.manifests().stream().map(BackendManifest::backend).toList();
        return new InferenceException(Problem.ofField(
                ErrorCode.BACKEND_NOT_REGISTERED,
                FIELD,
                "no backend '" + id + "' is registered; present: "
                        + (present.isEmpty() ? "none" : String.join(", ", present))));
    }

    /** A model whose backend went a moment ago is waited for, if no other backend has it. */
    private CompletableFuture<Registration> byModel(EnsureRequest request) {
        String model = RequestRules.model(request.request());
        long before = backends.changes();
        return models.list().thenCompose(listing -> {
            Optional<Registration> found = offering(listing, request, model);
            if (found.isPresent()) {
                return CompletableFuture.completedFuture(found.get());
            }
            // Before the changes are looked at: who comes back is a change first, and then no gap any more.
            Optional<String> away = gaps.serving(model);
            if (backends.changes() != before) {
                return byModel(request); // a backend went while it was asked, or came
            }
            return away.isEmpty()
                    ? CompletableFuture.failedFuture(noSuchModel(request, model, listing))
                    : awaitBack(away.get(), () -> byModel(request));
        });
    }

    /** One that was back and went again is waited for again. */
    private CompletableFuture<Registration> awaitBack(String id, Supplier<CompletableFuture<Registration>> again) {
        return gaps.await(id)
                .thenCompose(
                        waited -> backends.mayBeBack(id) ? again.get() : CompletableFuture.failedFuture(Gaps.gone(id)));
    }

    /** The best of those that have it, else of those that had it when they last could say. */
    private Optional<Registration> offering(List<ModelListing> listing, EnsureRequest request, String model) {
        return listing.stream()
                .filter(listed -> listed.answersTo(model))
                .map(listed -> backends.find(listed.backend()))
                .flatMap(Optional::stream)
                .min(preference(request.consumer()))
                .or(() -> backends.serving().stream()
                        .filter(one -> one.hadLately(model) || (neverSaid(one) && gaps.had(one.id(), model)))
                        .min(preference(request.consumer())));
    }

    /** One that came in the place of another and cannot work, so that nobody could ask it. */
    private static boolean neverSaid(Registration one) {
        return one.standing().state() == BackendState.UNAVAILABLE && one.modelNames() == null;
    }

    /** One that can work and fits, or whose model may fit, then one that can work, then by id: the sort is stable and the listing is sorted. */
    private static Comparator<Registration> preference(ConsumerManifest consumer) {
        return Comparator.comparing((Registration found) -> found.standing().state() == BackendState.UNAVAILABLE)
                .thenComparing(found -> CompatibilityRules.distance(found.manifest(), consumer))
                .thenComparing(Registration::id);
    }

    private InferenceException noSuchModel(EnsureRequest request, String model, List<ModelListing> listing) {
        return new InferenceException(Problem.ofField(
                ErrorCode.MODEL_NOT_FOUND,
                RequestRules.modelField(request.request()),
                "no backend offers model '" + model + "'; there are: " + ModelTable.names(listing) + silent()));
    }

    /** Those that cannot work now, and may not even say which models they have. */
    private String silent() {
        String ids = backends.serving().stream()
                .filter(one -> one.standing().state() == BackendState.UNAVAILABLE)
                .map(Registration::id)
                .collect(Collectors.joining(", "));
        return ids.isEmpty() ? "" : "; unavailable now: " + ids;
    }
}
