// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.Map;

/**
 * Where a request wants to be served.
 *
 * @param targetClass class of the target, or null for any
 * @param backend id of the backend, or null when a model finds it
 * @param startupKind wanted way to come up, or null
 * @param executionSurface wanted place of the process, or null
 * @param backendOptions options of the backend by wire name; {@code model_identity} names the model
 * @param metadata open map
 */
public record TargetPreference(
        TargetClass targetClass,
        String backend,
        StartupKind startupKind,
        SurfaceKind executionSurface,
        Map<String, Object> backendOptions,
        Map<String, Object> metadata) {
    public TargetPreference {
        backendOptions = backendOptions == null ? Map.of() : Map.copyOf(backendOptions);
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** No preference at all: the model decides. */
    public static TargetPreference none() {
        return new TargetPreference(null, null, null, null, Map.of(), Map.of());
    }
}
