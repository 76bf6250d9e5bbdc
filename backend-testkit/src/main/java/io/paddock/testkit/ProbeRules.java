// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendManifest;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chapter 3: when a backend says that an instance is ready. */
abstract class ProbeRules extends PlanRules {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]");

    @Test
    void rule_3_1_a_silent_server_is_pending() {
        server().mood(Mood.REFUSE);
        assertInstanceOf(Probe.Pending.class, freshDriver().probe(PATIENT));
    }

    @Test
    void rule_3_2_a_hanging_server_costs_no_more_than_the_budget() {
        assertProbeKeepsBudget(Mood.HANG);
    }

    @Test
    void rule_3_3_a_loading_server_is_pending() {
        assertInstanceOf(Probe.Pending.class, probeIn(Mood.LOADING));
    }

    @Test
    void rule_3_4_another_model_is_never_ready() {
        notReady(probeIn(Mood.WRONG_MODEL));
    }

    @Test
    void rule_3_5_an_answer_that_makes_no_sense_is_never_ready() {
        notReady(probeIn(Mood.GARBAGE));
    }

    @Test
    void rule_3_6_a_refused_key_is_never_ready_and_says_so() {
        String because = notReady(probeIn(Mood.UNAUTHORISED)).toLowerCase(Locale.ROOT);
        if (freshBackend().plan(specFor(server())).startupKind() == StartupKind.SPAWNED) {
            return; // the kernel made the key: who refuses it is another process, and may be called so
        }
        assertTrue(because.contains("401") || because.contains("key"), because);
    }

    @Test
    void rule_3_7_a_broken_server_is_never_ready() {
        notReady(probeIn(Mood.BROKEN));
    }

    @Test
    void rule_3_8_a_body_without_end_costs_no_more_than_the_budget() {
        assertProbeKeepsBudget(Mood.SLOW_BODY);
    }

    @Test
    void rule_3_9_a_huge_body_is_not_taken_in() {
        notReady(probeIn(Mood.BIG_BODY));
    }

    @Test
    void rule_3_10_a_redirect_is_not_followed() {
        try (FakeModelServer elsewhere = FakeModelServer.start()) {
            server().redirectTo(elsewhere.url());
            notReady(freshDriver().probe(PATIENT));
            assertEquals(List.of(), elsewhere.requests());
        }
    }

    @Test
    void rule_3_11_a_ready_endpoint_can_be_called_and_keeps_to_the_manifest() {
        Backend backend = freshBackend();
        StartupPlan plan = backend.plan(specFor(server()));
        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, open(plan).probe(PATIENT));
        BackendManifest manifest = backend.manifest();
        assertTrue(ready.baseUrl().isAbsolute(), () -> "not absolute: " + ready);
        assertFalse(WILDCARDS.contains(String.valueOf(ready.baseUrl().getHost())), () -> "a wildcard: " + ready);
        assertTrue(manifest.protocols().contains(ready.protocol()), () -> "undeclared: " + ready.protocol());
        ready.capabilities().forEach((capability, support) -> {
            Support declared = manifest.capabilities().getOrDefault(capability, Support.NO);
            assertTrue(
                    declared == support || declared == Support.UNKNOWN,
                    () -> capability + " is declared " + declared + ", published " + support);
        });
        assertEquals(200, ContractCalls.chat(ready, plan.model()));
    }

    @Test
    void rule_3_12_the_key_is_sent_and_handed_on() {
        server().requireKey(KEY);
        StartupPlan plan = planWithKey();
        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, open(plan).probe(PATIENT));
        assertEquals(200, ContractCalls.chat(ready, plan.model()));
        assertFalse(ready.toString().contains(KEY), ready::toString);
    }

    @Test
    void rule_3_13_a_pending_server_may_become_ready() {
        InstanceDriver driver = freshDriver();
        for (Mood mood : List.of(Mood.REFUSE, Mood.LOADING, Mood.UNAUTHORISED)) {
            server().mood(mood);
            notReady(driver.probe(PATIENT));
        }
        server().mood(Mood.READY);
        assertInstanceOf(Probe.Ready.class, driver.probe(PATIENT));
    }

    @Test
    void rule_3_14_a_probe_can_be_interrupted() throws Exception {
        InstanceDriver driver = freshDriver();
        server().mood(Mood.HANG);
        ContractCalls.assertInterruptible(server(), () -> driver.probe(PATIENT));
    }

    // The key of a launched process is the secret that the kernel made, and open() hands it over.
    private StartupPlan planWithKey() {
        StartupPlan plan = freshBackend().plan(specFor(server()));
        if (plan.startupKind() == StartupKind.SPAWNED) {
            return plan;
        }
        needs(Trait.API_KEY);
        return freshBackendWithKey(KEY).plan(specWithKey(server(), KEY));
    }

    private Probe probeIn(Mood mood) {
        server().mood(mood);
        return freshDriver().probe(PATIENT);
    }

    private void assertProbeKeepsBudget(Mood mood) {
        InstanceDriver driver = freshDriver();
        driver.probe(PATIENT);
        server().mood(mood);
        notReady(assertTimeoutPreemptively(BUDGET_AND_SLACK, () -> driver.probe(BUDGET)));
    }
}
