// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the daemon says a model can do.
 *
 * @param names as the daemon names them; empty when it says nothing, as old ones do
 */
record OllamaAbilities(Set<String> names) {
    static final OllamaAbilities UNSAID = new OllamaAbilities(Set.of());

    private static final Map<Capability, String> NAMES = Map.of(
            Capability.TOOL_CALLING, "tools",
            Capability.EMBEDDINGS, "embedding",
            Capability.VISION, "vision",
            Capability.THINKING, "thinking",
            // daemons that say anything are younger than those that learnt schemas, for every model that writes
            Capability.JSON_SCHEMA, "completion");

    OllamaAbilities {
        names = Set.copyOf(names);
    }

    /** Reads them from the answer to {@code /api/show}. */
    static OllamaAbilities of(JsonNode shown) {
        Set<String> names = new HashSet<>();
        shown.path("capabilities").forEach(item -> names.add(item.asText()));
        return new OllamaAbilities(names);
    }

    /** Whether the model makes vectors and nothing else. */
    boolean embedsOnly() {
        return names.contains("embedding") && !names.contains("completion");
    }

    /** The protocols it answers in; empty when the daemon does not say. */
    Set<Protocol> protocols() {
        Set<Protocol> spoken = EnumSet.noneOf(Protocol.class);
        if (names.contains("completion")) {
            spoken.add(Protocol.OPENAI_CHAT_COMPLETIONS);
            spoken.add(Protocol.OPENAI_COMPLETIONS);
        }
        if (names.contains("embedding")) {
            spoken.add(Protocol.OPENAI_EMBEDDINGS);
        }
        return spoken;
    }

    /** The same in our terms, for what the manifest leaves unknown. */
    Map<Capability, Support> capabilities() {
        Map<Capability, Support> said = new EnumMap<>(Capability.class);
        if (!names.isEmpty()) {
            NAMES.forEach((capability, name) -> said.put(capability, names.contains(name) ? Support.YES : Support.NO));
        }
        return said;
    }
}
