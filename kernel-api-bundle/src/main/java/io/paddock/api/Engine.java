// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A read-only picture of an engine that was found.
 *
 * @param name what it is called in {@link Engines}
 * @param kind its form
 * @param version what it says about itself, or null when it does not work
 * @param llamaCpp the build of llama.cpp inside, or null when unknown
 * @param deviceTypes what it can compute on, for example {@code cpu} and {@code cuda}; empty when unknown
 * @param architectures the model architectures that it can load; empty when unknown
 * @param origin where it was found, in words
 * @param path where it lies, or null; only for those who administrate the runtime
 * @param sha256 digest of the archive that it came in, or null
 * @param removable whether it was added, so that it can be removed
 * @param byDefault whether models that nothing was chosen for are served by it
 * @param models models that it was chosen for
 * @param instances live instances that run on it, by id
 * @param problem why it cannot serve, as a sentence without a path, or null when it can
 */
public record Engine(
        String name,
        EngineKind kind,
        String version,
        String llamaCpp,
        List<String> deviceTypes,
        List<String> architectures,
        String origin,
        String path,
        String sha256,
        boolean removable,
        boolean byDefault,
        List<String> models,
        List<String> instances,
        String problem) {
    public Engine {
        requireNonNull(name, "name is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(origin, "origin is null");
        deviceTypes = List.copyOf(deviceTypes);
        architectures = List.copyOf(architectures);
        models = List.copyOf(models);
        instances = List.copyOf(instances);
    }

    /** Whether it can serve. */
    public boolean works() {
        return problem == null;
    }
}
