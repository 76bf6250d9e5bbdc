// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.ModelListing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the daemon's list of installed models. Pure. */
final class OllamaListing {
    private static final List<String> DETAILS = List.of("family", "parameter_size", "quantization_level");

    private OllamaListing() {}

    static List<ModelListing> of(JsonNode tags) {
        List<ModelListing> models = new ArrayList<>();
        for (JsonNode item : tags.path("models")) {
            String name = item.path("name").asText();
            if (!name.isBlank()) {
                JsonNode size = item.path("size");
                models.add(new ModelListing(
                        name,
                        OllamaBackend.ID,
                        size.canConvertToLong() ? size.asLong() : null,
                        null,
                        Map.of(),
                        metadata(name, item.path("details"))));
            }
        }
        return models;
    }

    private static Map<String, Object> metadata(String name, JsonNode details) {
        Map<String, Object> metadata = new HashMap<>();
        for (String detail : DETAILS) {
            if (details.path(detail).isTextual()) {
                metadata.put(detail, details.path(detail).asText());
            }
        }
        if (OllamaModel.withoutLatest(name) != null) {
            metadata.put("aliases", List.of(OllamaModel.withoutLatest(name)));
        }
        return metadata;
    }
}
