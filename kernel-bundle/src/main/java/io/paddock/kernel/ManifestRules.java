// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.ManagementMode;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.kernel.instance.PlainValues;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a manifest can be worked with. Pure. */
final class ManifestRules {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "list", "map");
    private static final int MOST_ENTRIES = 256;

    private ManifestRules() {}

    /** The first rule that {@code manifest} breaks, in words. */
    static Optional<String> broken(BackendManifest manifest) {
        if (!ID.matcher(manifest.backend()).matches()) {
            return Optional.of("its id is not lower-case letters, digits and dashes, at most 63");
        }
        if (!VersionOrder.isVersion(manifest.version())) {
            return Optional.of(
                    "its version is not one to three numbers and maybe a qualifier, like 1.2.3 or 1.2.3-rc1");
        }
        if (manifest.runtimeKind() == RuntimeKind.CLIENT) {
            return Optional.of("a backend cannot be of runtime kind client");
        }
        return ways(manifest)
                .or(() -> twice("management mode", manifest.managementModes()))
                .or(() -> twice("protocol", manifest.protocols()))
                .or(() -> options(manifest.options()))
                .or(() -> size("resource profile", manifest.resourceProfile()))
                .or(() -> size("metadata", manifest.metadata()));
    }

    /** What it says about starting must be possible, and be all there is to say. */
    private static Optional<String> ways(BackendManifest manifest) {
        if (manifest.managementModes().isEmpty()) {
            return Optional.of("it declares no management mode");
        }
        if (manifest.startupKinds().isEmpty()) {
            return Optional.of("it declares no startup kind");
        }
        if (manifest.protocols().isEmpty()) {
            return Optional.of("it declares no protocol");
        }
        for (StartupKind kind : StartupKind.values()) {
            if (manifest.startupKinds().contains(kind)
                    && !manifest.managementModes().contains(owner(kind))) {
                return Optional.of("startup kind " + kind.wireName() + " needs management mode "
                        + owner(kind).wireName() + ", which it does not declare");
            }
        }
        boolean placeless = manifest.supportedSurfaces().isEmpty();
        return manifest.startupKinds().contains(StartupKind.SPAWNED) && placeless
                ? Optional.of("it spawns processes, but declares no execution surface for them")
                : Optional.empty();
    }

    private static ManagementMode owner(StartupKind kind) {
        return kind == StartupKind.ATTACH_EXISTING_SERVICE
                ? ManagementMode.EXTERNALLY_MANAGED
                : ManagementMode.RUNTIME_MANAGED;
    }

    private static Optional<String> options(List<OptionDeclaration> options) {
        return options.stream()
                .filter(option -> !OPTION.matcher(option.name()).matches() || !TYPES.contains(option.type()))
                .map(option -> "its option '" + option.name()
                        + "' has a name that is not lower_snake, or a type that is none of "
                        + String.join(", ", TYPES.stream().sorted().toList()))
                .findFirst()
                .or(() -> modelThatIsNoName(options))
                .or(() -> twice(
                        "option", options.stream().map(OptionDeclaration::name).toList()));
    }

    /** Every backend may be asked for a model by name, so whoever declares that option can only mean this. */
    private static Optional<String> modelThatIsNoName(List<OptionDeclaration> options) {
        return options.stream()
                .filter(option -> RequestRules.MODEL_OPTION.equals(option.name())
                        && !option.type().equals("string"))
                .map(option -> "its option '" + option.name() + "' is not a string")
                .findFirst();
    }

    private static Optional<String> twice(String what, Collection<?> items) {
        Set<Object> seen = new HashSet<>();
        return items.stream()
                .filter(item -> !seen.add(item))
                .map(item -> "it declares " + what + " '" + item + "' twice")
                .findFirst();
    }

    private static Optional<String> size(String what, Map<String, Object> open) {
        return open.size() > MOST_ENTRIES
                ? Optional.of("its " + what + " has more than " + MOST_ENTRIES + " entries")
                : Optional.empty();
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
