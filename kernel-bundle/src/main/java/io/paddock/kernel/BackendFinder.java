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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the backend for a request: the one it names, or one that offers its model. One that cannot say now what it offers
 * is taken at its last word, so that a model whose daemon is down is not said to be unknown. Thread-safe; nothing blocks.
 */
final class BackendFinder {
    private static final String FIELD = RequestRules.TARGET + "backend";

    private final BackendTable backends;
    private final ModelTable models;

    BackendFinder(BackendTable backends, ModelTable models) {
        this.backends = backends;
        this.models = models;
    }

    /** Fails with an {@link InferenceException} that lists what is there. */
    CompletableFuture<Registration> find(EnsureRequest request) {
        String named = request.request().targetPreference().backend();
        return named == null ? byModel(request) : byName(named);
    }

    /** A backend that was just registered is waited for, until it has said what it is; no other one is. */
    private CompletableFuture<Registration> byName(String id) {
        Optional<Registration> known = backends.find(id);
        if (known.isPresent()) {
            Registration one = known.get();
            return one.available()
                    ? CompletableFuture.completedFuture(one)
                    : one.settled().thenApply(settled -> backends.find(id).orElse(one));
        }
        List<CompletableFuture<Void>> open = backends.unsettled();
        if (backends.find(id).isPresent()) {
            return byName(id); // it came between the two looks
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

    private CompletableFuture<Registration> byModel(EnsureRequest request) {
        String model = RequestRules.model(request.request());
        return models.list()
                .thenApply(listing -> offering(model, listing)
                        .min(preference(request.consumer()))
                        .or(() -> backends.serving().stream()
                                .filter(one -> one.hadLately(model))
                                .min(preference(request.consumer())))
                        .orElseThrow(() -> noSuchModel(request, model, listing)));
    }

    private Stream<Registration> offering(String model, List<ModelListing> listing) {
        return listing.stream()
                .filter(listed -> listed.answersTo(model))
                .map(listed -> backends.find(listed.backend()))
                .flatMap(Optional::stream);
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
