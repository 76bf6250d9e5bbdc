// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What an alias stands for.
 *
 * @param backend id of the backend; null where one is asked for: the one that offers the model
 * @param model name of the model there
 * @param options options of the backend by wire name
 */
public record ModelTarget(String backend, String model, Map<String, Object> options) {
    public ModelTarget {
        requireNonNull(model, "model is null");
        options = Map.copyOf(options);
    }

    /** Options may hold secrets: only their names are printed. */
    @Override
    public String toString() {
        return "ModelTarget[" + backend + ", model=" + model + ", options=" + options.keySet() + "]";
    }
}
