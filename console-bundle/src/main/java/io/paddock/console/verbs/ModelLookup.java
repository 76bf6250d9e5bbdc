// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.Models;
import io.paddock.console.Await;
import io.paddock.console.UsageException;
import java.time.Duration;
import java.util.List;

/** Finds models by name and the model that a line without a name means. */
final class ModelLookup {
    /** The model that comes with Paddock. */
    static final String BUNDLED = "paddock-demo";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Models models;

    ModelLookup(Models models) {
        this.models = models;
    }

    /** All models, sorted by id. */
    List<ModelListing> list() throws InterruptedException {
        return listWithin(PATIENCE);
    }

    /** The same for callers with less patience. */
    List<ModelListing> listWithin(Duration patience) throws InterruptedException {
        return Await.answer(models.list(), patience, "Listing the models");
    }

    /** The bundled model if it is here, else the only one. */
    String standard() throws InterruptedException {
        List<String> names = list().stream().map(ModelListing::id).distinct().toList();
        if (names.isEmpty()) {
            throw new InferenceException(
                    ErrorCode.MODEL_NOT_FOUND, "No model is here; paddock:models says where they come from.");
        }
        if (names.contains(BUNDLED)) {
            return BUNDLED;
        }
        if (names.size() > 1) {
            throw new UsageException("Several models are here, name one of them: " + String.join(", ", names) + ".");
        }
        return names.get(0);
    }

    /** Whether a model of that name is listed. */
    boolean has(String name) throws InterruptedException {
        return list().stream().anyMatch(model -> model.id().equals(name));
    }

    /** The backends that list the model. */
    List<String> backendsOf(String name) throws InterruptedException {
        return list().stream()
                .filter(model -> model.id().equals(name))
                .map(ModelListing::backend)
                .distinct()
                .toList();
    }
}
