// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.ManagementMode;
import io.paddock.api.Mismatch;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompatibilityRulesTest {
    private static final BackendManifest BACKEND = FakeBackend.manifest("fake");

    private static ConsumerManifest consumer(
            Set<ManagementMode> modes,
            List<Protocol> protocols,
            Map<Capability, Support> required,
            Map<Capability, Support> optional,
            Map<String, Object> constraints) {
        return new ConsumerManifest(
                "app", Set.of(RuntimeKind.SERVICE), modes, protocols, required, optional, constraints, Map.of());
    }

    private static ConsumerManifest requiring(Map<Capability, Support> required) {
        return consumer(null, List.of(Protocol.OPENAI_CHAT_COMPLETIONS), required, Map.of(), Map.of());
    }

    private static ConsumerManifest constrained(Object startupKind) {
        return consumer(
                null,
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(),
                Map.of(),
                Map.of("startup_kind", startupKind));
    }

    private static Compatibility check(BackendManifest backend, ConsumerManifest consumer) {
        return CompatibilityRules.check(backend, consumer, List.of());
    }

    @Test
    void a_fit_resolves_in_the_backends_order() {
        ConsumerManifest consumer = consumer(
                Set.of(ManagementMode.EXTERNALLY_MANAGED, ManagementMode.RUNTIME_MANAGED),
                List.of(Protocol.OPENAI_EMBEDDINGS, Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Map.of(),
                Map.of());
        Compatibility fit = check(BACKEND, consumer);
        assertTrue(fit.compatible());
        assertEquals(CompatibilityReason.PROTOCOL_MATCH, fit.reason());
        assertEquals(ManagementMode.RUNTIME_MANAGED, fit.resolvedManagementMode());
        assertEquals(Protocol.OPENAI_CHAT_COMPLETIONS, fit.resolvedProtocol());
        assertEquals("manifest", fit.basis());
        assertEquals(Map.of("backend", "fake", "consumer", "app"), fit.metadata());
    }

    @Test
    void no_modes_named_means_all_and_an_empty_set_means_none() {
        assertTrue(check(BACKEND, requiring(Map.of())).compatible());
        Compatibility none = check(
                BACKEND, consumer(Set.of(), List.of(Protocol.OPENAI_CHAT_COMPLETIONS), Map.of(), Map.of(), Map.of()));
        assertEquals(CompatibilityReason.MANAGEMENT_MODE_MISMATCH, none.reason());
        assertNull(none.resolvedManagementMode());
    }

    @ParameterizedTest
    @CsvSource({"spawned, true", "embedded, true", "SPAWNED, false", "by_hand, false"})
    void a_startup_kind_is_understood_by_its_wire_name(String name, boolean fits) {
        Compatibility answer = check(BACKEND, constrained(name));
        assertEquals(fits, answer.compatible());
        assertTrue(check(BACKEND, constrained(StartupKind.SPAWNED)).compatible());
    }

    @ParameterizedTest
    @CsvSource({
        "STREAMING, YES, true",
        "STREAMING, NO, false",
        "STREAMING, UNKNOWN, false",
        "TOOL_CALLING, YES, false",
        "TOOL_CALLING, NO, false",
        "TOOL_CALLING, UNKNOWN, true",
        "VISION, YES, false",
        "VISION, NO, true",
        "VISION, UNKNOWN, false"
    })
    void required_capabilities_are_equal_or_missing(Capability capability, Support wanted, boolean fits) {
        Compatibility answer = check(BACKEND, requiring(Map.of(capability, wanted)));
        assertEquals(fits, answer.compatible());
        if (!fits) {
            assertEquals(
                    capability == Capability.STREAMING
                            ? CompatibilityReason.MISSING_STREAMING
                            : CompatibilityReason.MISSING_CAPABILITY,
                    answer.reason());
            assertEquals(List.of(capability.wireName()), answer.missingRequirements());
        }
    }

    @Test
    void optional_differences_are_warnings() {
        Compatibility fit = check(
                BACKEND,
                consumer(
                        null,
                        List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                        Map.of(),
                        Map.of(
                                Capability.VISION, Support.YES,
                                Capability.TOOL_CALLING, Support.YES,
                                Capability.STREAMING, Support.YES,
                                Capability.RERANK, Support.NO),
                        Map.of()));
        assertTrue(fit.compatible());
        assertEquals(List.of("tool_calling", "vision"), fit.warnings());
    }

    @Test
    void every_mismatch_is_listed_in_the_order_of_the_rules_and_the_first_is_the_reason() {
        ConsumerManifest consumer = new ConsumerManifest(
                "app",
                Set.of(RuntimeKind.TASK),
                Set.of(ManagementMode.PROVIDER_MANAGED),
                List.of(Protocol.OPENAI_COMPLETIONS),
                Map.of(Capability.VISION, Support.YES, Capability.STREAMING, Support.NO),
                Map.of(Capability.RERANK, Support.YES),
                Map.of("startup_kind", "by_hand"),
                Map.of());
        Compatibility answer = check(BACKEND, consumer);
        assertFalse(answer.compatible());
        assertEquals(CompatibilityReason.RUNTIME_KIND_MISMATCH, answer.reason());
        assertEquals(
                List.of("runtime_kind", "management_mode", "protocol", "startup_kind", "streaming", "vision"),
                answer.missingRequirements());
        assertEquals(
                new Mismatch("runtime_kind", "task", "service"),
                answer.mismatches().get(0));
        assertEquals(
                new Mismatch("management_mode", "provider_managed", "runtime_managed, externally_managed"),
                answer.mismatches().get(1));
        assertEquals(
                new Mismatch("streaming", "false", "true"), answer.mismatches().get(4));
        assertTrue(answer.warnings().isEmpty());
    }

    @Test
    void others_that_fit_are_alternatives() {
        BackendManifest mute = Manifests.able(FakeBackend.manifest("mute"), Map.of());
        BackendManifest other = FakeBackend.manifest("other");
        ConsumerManifest consumer = requiring(Map.of(Capability.STREAMING, Support.YES));
        Compatibility answer = CompatibilityRules.check(mute, consumer, List.of(other, mute, BACKEND));
        assertEquals(List.of("fake", "other"), answer.alternatives());
        Compatibility gone = CompatibilityRules.unregistered("gone", consumer, List.of(mute, other));
        assertEquals(CompatibilityReason.BACKEND_UNREGISTERED, gone.reason());
        assertEquals(List.of("backend"), gone.missingRequirements());
        assertEquals(List.of("other"), gone.alternatives());
        assertEquals(
                new Mismatch("backend", "gone", "mute, other"),
                gone.mismatches().get(0));
    }

    @Test
    void the_service_answers_for_every_id_and_starts_nothing() {
        try (Rig rig = new Rig()) {
            FakeBackend fake = new FakeBackend("fake");
            rig.with(fake);
            rig.ensure("fake");
            int plans = fake.plans.get();
            assertTrue(rig.backends
                    .compatibility("fake", ConsumerManifest.anyChat())
                    .compatible());
            assertEquals(
                    CompatibilityReason.BACKEND_UNREGISTERED,
                    rig.backends
                            .compatibility("gone", ConsumerManifest.anyChat())
                            .reason());
            assertEquals(plans, fake.plans.get());
            assertEquals(1, rig.backends.find("fake").orElseThrow().instanceCount());
        }
    }
}
