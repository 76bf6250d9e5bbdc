// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendManifest;
import io.paddock.api.ManagementMode;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.spi.Backend;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Chapter 1: what a backend declares. */
abstract class ManifestRules extends ContractSetting {
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "list", "map");

    @Test
    void rule_1_1_the_manifest_never_changes() {
        Backend backend = freshBackend();
        assertEquals(backend.manifest(), backend.manifest());
    }

    @Test
    void rule_1_2_the_id_is_a_plain_word() {
        String id = freshBackend().manifest().backend();
        assertTrue(id.matches("[a-z][a-z0-9-]{0,63}"), () -> "not lower-case letters, digits and dashes: " + id);
    }

    @Test
    void rule_1_3_it_names_a_protocol_a_mode_and_a_startup_kind() {
        BackendManifest manifest = freshBackend().manifest();
        assertFalse(manifest.protocols().isEmpty(), "no protocol");
        assertFalse(manifest.managementModes().isEmpty(), "no management mode");
        assertFalse(manifest.startupKinds().isEmpty(), "no startup kind");
        assertNotEquals(RuntimeKind.CLIENT, manifest.runtimeKind());
    }

    @Test
    void rule_1_4_the_modes_are_those_of_the_startup_kinds() {
        BackendManifest manifest = freshBackend().manifest();
        Set<ManagementMode> implied =
                manifest.startupKinds().stream().map(ManifestRules::modeOf).collect(Collectors.toSet());
        assertEquals(implied, Set.copyOf(manifest.managementModes()));
    }

    @Test
    void rule_1_5_every_option_is_declared_once_with_name_type_and_meaning() {
        Set<String> names = new HashSet<>();
        for (OptionDeclaration option : freshBackend().manifest().options()) {
            assertTrue(option.name().matches("[a-z][a-z0-9_]*"), () -> "not lower_snake: " + option);
            assertTrue(names.add(option.name()), () -> "declared twice: " + option);
            assertTrue(TYPES.contains(option.type()), () -> "unknown type: " + option);
            assertFalse(option.meaning().isBlank(), () -> "no meaning: " + option);
        }
    }

    @Test
    void rule_1_6_every_option_in_use_is_declared() {
        Set<String> undeclared = new TreeSet<>(specFor(server()).options().keySet());
        freshBackend().manifest().options().forEach(option -> undeclared.remove(option.name()));
        assertEquals(Set.of(), undeclared);
    }

    static ManagementMode modeOf(StartupKind kind) {
        return kind == StartupKind.ATTACH_EXISTING_SERVICE
                ? ManagementMode.EXTERNALLY_MANAGED
                : ManagementMode.RUNTIME_MANAGED;
    }
}
