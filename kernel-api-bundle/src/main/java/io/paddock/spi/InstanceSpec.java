// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

import io.paddock.api.StartupKind;
import io.paddock.api.SurfaceKind;
import java.util.Map;
import java.util.Optional;

/**
 * A wish, as the kernel hands it to a backend.
 *
 * @param backend id of the backend
 * @param model name of the model, or null when the backend's default decides
 * @param startupKind wanted way to come up, or null
 * @param executionSurface wanted place of a process, or null
 * @param options options by wire name, without {@code model_identity}
 * @param alias the alias that stands for this wish, or null; the kernel's affair, a backend does not look at it
 */
public record InstanceSpec(
        String backend,
        String model,
        StartupKind startupKind,
        SurfaceKind executionSurface,
        Map<String, Object> options,
        String alias) {
    public InstanceSpec {
        requireNonNull(backend, "backend is null");
        options = Map.copyOf(options);
    }

    /** A wish of its own, behind no alias. */
    public InstanceSpec(
            String backend,
            String model,
            StartupKind startupKind,
            SurfaceKind executionSurface,
            Map<String, Object> options) {
        this(backend, model, startupKind, executionSurface, options, null);
    }

    /** The same behind that alias, or null for none. */
    public InstanceSpec behind(String name) {
        return new InstanceSpec(backend, model, startupKind, executionSurface, options, name);
    }

    /** An option's value, if it is set. */
    public Optional<Object> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** Options may hold secrets: only their names are printed. */
    @Override
    public String toString() {
        return "InstanceSpec[" + backend + ", model=" + model + ", options=" + options.keySet()
                + (alias == null ? "]" : ", alias=" + alias + "]");
    }
}
