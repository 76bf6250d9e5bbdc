// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp.servers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which engine serves what.
 *
 * @param standard name of the engine for models that nothing else is chosen for, or null
 * @param models names of engines by model
 */
public record Choices(String standard, Map<String, String> models) {
    /** Nothing is chosen. */
    public static final Choices NONE = new Choices(null, Map.of());

    public Choices {
        models = Map.copyOf(models);
    }

    /** The engine for a model; empty when nothing is chosen. */
    public Optional<String> of(String model) {
        return Optional.ofNullable(model == null ? standard : models.getOrDefault(model, standard));
    }

    /** The models that the engine is chosen for by name, sorted. */
    public List<String> modelsOf(String engine) {
        return models.entrySet().stream()
                .filter(choice -> choice.getValue().equals(engine))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * The same with another choice.
     *
     * @param engine its name, or null for none
     * @param model the model, or null for all that nothing else is chosen for
     */
    public Choices with(String engine, String model) {
        if (model == null) {
            return new Choices(engine, models);
        }
        Map<String, String> changed = new TreeMap<>(models);
        if (engine == null) {
            changed.remove(model);
        } else {
            changed.put(model, engine);
        }
        return new Choices(standard, changed);
    }

    /** The same without an engine that goes. */
    public Choices without(String engine) {
        Map<String, String> left = new TreeMap<>(models);
        left.values().removeIf(engine::equals);
        return new Choices(Objects.equals(standard, engine) ? null : standard, left);
    }
}
