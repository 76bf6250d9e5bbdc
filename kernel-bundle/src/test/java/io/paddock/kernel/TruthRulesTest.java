// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendManifest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.StartupKind;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TruthRulesTest {
    private static final BackendManifest MANIFEST = FakeBackend.manifest("fake");
    private static final EndpointKey KEY = EndpointKey.of("fake", Map.of("model", "tiny"));

    private static InstanceSpec spec(StartupKind kind, SurfaceKind surface) {
        return new InstanceSpec("fake", "tiny", kind, surface, Map.of());
    }

    private static StartupPlan spawn(SurfaceKind surface) {
        LaunchSpec launch = new LaunchSpec(List.of("server"), null, Map.of(), Set.of(), surface);
        return new StartupPlan.Spawn(KEY, "tiny", launch, Timings.DEFAULT, launched -> null);
    }

    private static StartupPlan attach(EndpointKey key, String model) {
        return new StartupPlan.Attach(key, model, Timings.DEFAULT, launched -> null);
    }

    private static void broken(String words, BackendManifest manifest, InstanceSpec spec, StartupPlan plan) {
        String rule = TruthRules.broken(manifest, spec, plan).orElseThrow(() -> new AssertionError("passed"));
        assertTrue(rule.contains(words), rule);
    }

    @Test
    void honest_plans_pass() {
        assertEquals(Optional.empty(), TruthRules.broken(MANIFEST, spec(null, null), spawn(null)));
        assertEquals(
                Optional.empty(),
                TruthRules.broken(
                        MANIFEST,
                        spec(StartupKind.SPAWNED, SurfaceKind.LOCAL_SUBPROCESS),
                        spawn(SurfaceKind.LOCAL_SUBPROCESS)));
        assertEquals(Optional.empty(), TruthRules.broken(MANIFEST, spec(null, null), attach(KEY, "tiny")));
        assertEquals(
                Optional.empty(),
                TruthRules.broken(MANIFEST, spec(null, SurfaceKind.LOCAL_SUBPROCESS), attach(KEY, "tiny")));
    }

    @Test
    void the_requested_startup_kind_is_kept() {
        broken("spawned was asked for", MANIFEST, spec(StartupKind.SPAWNED, null), attach(KEY, "tiny"));
    }

    @Test
    void the_startup_kind_is_declared() {
        broken(
                "does not declare startup kind",
                Manifests.startingOnly(MANIFEST, StartupKind.EMBEDDED),
                spec(null, null),
                attach(KEY, "tiny"));
    }

    @Test
    void the_management_mode_is_declared() {
        broken(
                "does not declare management mode externally_managed",
                Manifests.managed(MANIFEST, ManagementMode.RUNTIME_MANAGED),
                spec(null, null),
                attach(KEY, "tiny"));
    }

    @Test
    void the_surface_is_declared_and_the_wished_one_is_kept() {
        broken("does not declare execution surface ssh_exec", MANIFEST, spec(null, null), spawn(SurfaceKind.SSH_EXEC));
        broken(
                "ssh_exec was asked for, local_subprocess is planned",
                MANIFEST,
                spec(null, SurfaceKind.SSH_EXEC),
                spawn(null));
        broken("ssh_exec was asked for", MANIFEST, spec(null, SurfaceKind.SSH_EXEC), attach(KEY, "tiny"));
    }

    @Test
    void the_key_is_the_backends_own_and_the_model_has_a_name() {
        broken(
                "belongs to backend 'other'",
                MANIFEST,
                spec(null, null),
                attach(EndpointKey.of("other", Map.of()), "tiny"));
        broken("names no model", MANIFEST, spec(null, null), attach(KEY, " "));
    }

    @Test
    void an_untruth_is_a_problem_that_names_the_backend() {
        InferenceException refused = assertThrows(
                InferenceException.class, () -> TruthRules.check(MANIFEST, spec(null, null), attach(KEY, "")));
        assertEquals(ErrorCode.UNTRUTHFUL_PLAN, refused.code());
        assertTrue(refused.getMessage().contains("'fake'"));
    }

    @Test
    void a_secret_never_goes_onto_the_command_line() {
        LaunchSpec launch = new LaunchSpec(
                List.of("server", "--key={secret}"), null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
        StartupPlan plan = new StartupPlan.Spawn(KEY, "tiny", launch, Timings.DEFAULT, launched -> null);
        broken("would show the secret", MANIFEST, spec(null, null), plan);
    }

    /** An attachment with a process, or a spawned engine without one, cannot even be written down. */
    @Test
    void only_a_spawned_plan_has_a_process_and_it_always_has_one() {
        assertFalse(hasLaunch(StartupPlan.Attach.class));
        assertFalse(hasLaunch(StartupPlan.Embed.class));
        assertTrue(hasLaunch(StartupPlan.Spawn.class));
        assertThrows(
                NullPointerException.class,
                () -> new StartupPlan.Spawn(KEY, "tiny", null, Timings.DEFAULT, launched -> null));
        assertEquals(3, StartupPlan.class.getPermittedSubclasses().length);
    }

    private static boolean hasLaunch(Class<?> plan) {
        return Arrays.stream(plan.getRecordComponents()).anyMatch(part -> part.getType() == LaunchSpec.class);
    }

    @Test
    void who_owns_the_engine_follows_from_how_it_comes_up() {
        assertEquals(ManagementMode.RUNTIME_MANAGED, spawn(null).managementMode());
        assertEquals(ManagementMode.EXTERNALLY_MANAGED, attach(KEY, "tiny").managementMode());
        assertEquals(
                ManagementMode.RUNTIME_MANAGED,
                new StartupPlan.Embed(KEY, "tiny", Timings.DEFAULT, launched -> null).managementMode());
    }
}
