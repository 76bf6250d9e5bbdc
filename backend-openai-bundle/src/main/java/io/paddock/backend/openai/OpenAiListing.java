// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.ModelListing;
import io.paddock.backend.http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server's list of models in our terms. The list itself is standard; how large a model is, each server says in its way. */
final class OpenAiListing {
    /** llama-server, vLLM, and proxies. */
    private static final List<String> CONTEXT =
            List.of("/meta/n_ctx", "/max_model_len", "/context_length", "/context_window");

    private OpenAiListing() {}

    /** Every model once, in the server's order; of the configured ones those that it has. */
    static List<ModelListing> of(Answer models, OpenAiSettings settings) {
        List<ModelListing> listed = new ArrayList<>();
        for (JsonNode item : models.json().path("data")) {
            String id = item.path("id").asText();
            boolean wanted = settings.models().isEmpty() || settings.models().contains(id);
            boolean fresh = listed.stream().noneMatch(known -> known.id().equals(id));
            if (item.path("id").isTextual() && OpenAiModel.possible(id) && wanted && fresh) {
                listed.add(new ModelListing(
                        id,
                        settings.id(),
                        positive(item.at("/meta/size")),
                        context(item),
                        settings.capabilities(),
                        Map.of()));
            }
        }
        return listed;
    }

    private static Long context(JsonNode item) {
        return CONTEXT.stream()
                .map(where -> positive(item.at(where)))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private static Long positive(JsonNode number) {
        return number.isIntegralNumber() && number.asLong() > 0 ? number.asLong() : null;
    }
}
