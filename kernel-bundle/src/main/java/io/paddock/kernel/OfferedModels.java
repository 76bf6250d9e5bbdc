// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ModelListing;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.instance.PlainValues;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Cut;
import io.paddock.spi.ModelSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models of one backend: what it says when it is asked, and its last word while it cannot say. Thread-safe. */
final class OfferedModels {
    private static final Logger LOG = LoggerFactory.getLogger(OfferedModels.class);

    private final CallGate gate;
    private volatile List<ModelListing> lastWord; // or null
    private volatile boolean silent;

    OfferedModels(CallGate gate) {
        this.gate = gate;
    }

    /** Those it serves now; none when it fails. */
    CompletableFuture<List<ModelListing>> ask(String id, ModelSource source, Duration budget) {
        return gate.call("models of " + id, budget, () -> plain(id, source.models(budget)))
                .answer()
                .handle((models, failure) -> failure == null ? said(models) : missing(id, Completion.cause(failure)));
    }

    private List<ModelListing> said(List<ModelListing> models) {
        lastWord = models;
        silent = false;
        return models;
    }

    private List<ModelListing> missing(String id, Throwable failure) {
        silent = true;
        if (!(failure instanceof Cut)) {
            LOG.warn("{}", Faults.of(failure, id, "listing its models").detail());
        }
        return List.of();
    }

    /** Whether it could not say the last time. */
    boolean silent() {
        return silent;
    }

    /** Whether that model was among those it had when it last could say. */
    boolean had(String model) {
        List<ModelListing> models = lastWord;
        return models != null && models.stream().anyMatch(one -> one.answersTo(model));
    }

    /** Names that the models answered to when they were last listed, or null when they never were. */
    Set<String> names() {
        List<ModelListing> models = lastWord;
        return models == null
                ? null
                : models.stream().flatMap(model -> model.names().stream()).collect(Collectors.toUnmodifiableSet());
    }

    private static List<ModelListing> plain(String id, List<ModelListing> listed) {
        return listed.stream()
                .map(model -> new ModelListing(
                        model.id(),
                        id,
                        model.sizeBytes(),
                        model.contextLength(),
                        model.capabilities(),
                        PlainValues.map(model.metadata())))
                .toList();
    }
}
