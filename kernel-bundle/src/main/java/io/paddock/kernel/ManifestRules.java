// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.RuntimeKind;
import io.paddock.kernel.instance.PlainValues;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a manifest can be worked with. Pure. */
final class ManifestRules {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private ManifestRules() {}

    /** The first rule that {@code manifest} breaks, in words. */
    static Optional<String> broken(BackendManifest manifest) {
        if (!ID.matcher(manifest.backend()).matches()) {
            return Optional.of("its id is not lower-case letters, digits and dashes, at most 63");
        }
        if (manifest.runtimeKind() == RuntimeKind.CLIENT) {
            return Optional.of("a backend cannot be of runtime kind client");
        }
        if (manifest.managementModes().isEmpty()) {
            return Optional.of("it declares no management mode");
        }
        if (manifest.startupKinds().isEmpty()) {
            return Optional.of("it declares no startup kind");
        }
        if (manifest.protocols().isEmpty()) {
            return Optional.of("it declares no protocol");
        }
        return doubleOption(manifest);
    }

    private static Optional<String> doubleOption(BackendManifest manifest) {
        Set<String> names = new HashSet<>();
        return manifest.options().stream()
                .map(OptionDeclaration::name)
                .filter(name -> !names.add(name))
                .map(name -> "it declares option '" + name + "' twice")
                .findFirst();
    }

    /** The same manifest, holding no value of the backend's own classes. */
    static BackendManifest plain(BackendManifest manifest) {
        return new BackendManifest(
                manifest.backend(),
                manifest.version(),
                manifest.runtimeKind(),
                manifest.managementModes(),
                manifest.startupKinds(),
                manifest.protocols(),
                manifest.capabilities(),
                manifest.supportedSurfaces(),
                manifest.options(),
                PlainValues.map(manifest.resourceProfile()),
                PlainValues.map(manifest.metadata()));
    }
}
