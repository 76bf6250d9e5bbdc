// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ManagementMode;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Manifests that differ in one thing from another. */
final class Manifests {
    private Manifests() {}

    static BackendManifest startingOnly(BackendManifest base, StartupKind... kinds) {
        return copy(base, base.runtimeKind(), base.managementModes(), Set.of(kinds), base.protocols(), base.options());
    }

    static BackendManifest ofKind(BackendManifest base, RuntimeKind kind) {
        return copy(base, kind, base.managementModes(), base.startupKinds(), base.protocols(), base.options());
    }

    static BackendManifest managed(BackendManifest base, ManagementMode... modes) {
        return copy(base, base.runtimeKind(), List.of(modes), base.startupKinds(), base.protocols(), base.options());
    }

    static BackendManifest speaking(BackendManifest base, Protocol... protocols) {
        return copy(
                base,
                base.runtimeKind(),
                base.managementModes(),
                base.startupKinds(),
                List.of(protocols),
                base.options());
    }

    static BackendManifest withOptions(BackendManifest base, OptionDeclaration... options) {
        return copy(
                base,
                base.runtimeKind(),
                base.managementModes(),
                base.startupKinds(),
                base.protocols(),
                List.of(options));
    }

    static BackendManifest able(BackendManifest base, Map<Capability, Support> capabilities) {
        return new BackendManifest(
                base.backend(),
                base.version(),
                base.runtimeKind(),
                base.managementModes(),
                base.startupKinds(),
                base.protocols(),
                capabilities,
                base.supportedSurfaces(),
                base.options(),
                Map.of(),
                Map.of());
    }

    static BackendManifest version(BackendManifest base, String version) {
        return new BackendManifest(
                base.backend(),
                version,
                base.runtimeKind(),
                base.managementModes(),
                base.startupKinds(),
                base.protocols(),
                base.capabilities(),
                base.supportedSurfaces(),
                base.options(),
                Map.of(),
                Map.of());
    }

    static BackendManifest placed(BackendManifest base, SurfaceKind... surfaces) {
        return new BackendManifest(
                base.backend(),
                base.version(),
                base.runtimeKind(),
                base.managementModes(),
                base.startupKinds(),
                base.protocols(),
                base.capabilities(),
                Set.of(surfaces),
                base.options(),
                Map.of(),
                Map.of());
    }

    private static BackendManifest copy(
            BackendManifest base,
            RuntimeKind kind,
            List<ManagementMode> modes,
            Set<StartupKind> startups,
            List<Protocol> protocols,
            List<OptionDeclaration> options) {
        return new BackendManifest(
                base.backend(),
                base.version(),
                kind,
                modes,
                startups,
                protocols,
                base.capabilities(),
                base.supportedSurfaces(),
                options,
                Map.of(),
                Map.of());
    }
}
