// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a backend declares about itself; constant for one registration.
 *
 * @param backend id, lower-case letters, digits and dashes, for example {@code llamacpp}
 * @param version version of the backend, for example {@code 0.1.0}
 * @param runtimeKind kind of thing it runs; never {@link RuntimeKind#CLIENT}
 * @param managementModes in the backend's order of preference
 * @param startupKinds the ways an instance may come up
 * @param protocols in the backend's order of preference
 * @param capabilities what its endpoints can do; an absent one is not there
 * @param supportedSurfaces where it can place processes
 * @param options every option it accepts; others are refused
 * @param resourceProfile open map for people and placement
 * @param metadata open map
 */
public record BackendManifest(
        String backend,
        String version,
        RuntimeKind runtimeKind,
        List<ManagementMode> managementModes,
        Set<StartupKind> startupKinds,
        List<Protocol> protocols,
        Map<Capability, Support> capabilities,
        Set<SurfaceKind> supportedSurfaces,
        List<OptionDeclaration> options,
        Map<String, Object> resourceProfile,
        Map<String, Object> metadata) {
    public BackendManifest {
        requireNonNull(backend, "backend is null");
        requireNonNull(version, "version is null");
        requireNonNull(runtimeKind, "runtimeKind is null");
        managementModes = List.copyOf(managementModes);
        startupKinds = Set.copyOf(startupKinds);
        protocols = List.copyOf(protocols);
        capabilities = Map.copyOf(capabilities);
        supportedSurfaces = Set.copyOf(supportedSurfaces);
        options = List.copyOf(options);
        resourceProfile = Map.copyOf(resourceProfile);
        metadata = Map.copyOf(metadata);
    }
}
