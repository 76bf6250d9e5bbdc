// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A model that a backend can serve now.
 *
 * @param id name to ask for
 * @param backend id of the backend that serves it
 * @param sizeBytes size of its weights, or null when unknown
 * @param contextLength longest context in tokens, or null when unknown
 * @param capabilities what is known about it
 * @param metadata open map; holds no file path; {@code aliases} in it is a list of more names to ask for
 */
public record ModelListing(
        String id,
        String backend,
        Long sizeBytes,
        Long contextLength,
        Map<Capability, Support> capabilities,
        Map<String, Object> metadata) {
    public ModelListing {
        requireNonNull(id, "id is null");
        requireNonNull(backend, "backend is null");
        capabilities = Map.copyOf(capabilities);
        metadata = Map.copyOf(metadata);
    }

    /** Every name that asks for this model. */
    public Set<String> names() {
        Set<String> names = new HashSet<>(Set.of(id));
        if (metadata.get("aliases") instanceof Collection<?> aliases) {
            aliases.forEach(alias -> names.add(String.valueOf(alias)));
        }
        return names;
    }

    /** Whether {@code name} asks for this model: its id, or one of its aliases. */
    public boolean answersTo(String name) {
        return id.equals(name) || (metadata.get("aliases") instanceof Collection<?> aliases && aliases.contains(name));
    }
}
