// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.HealthStatus;
import io.paddock.api.StartupKind;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules of {@code docs/backend-contract.md} as tests; the number of a rule is in its name. Extend it, write
 * {@link #backend()}, {@link #specFor(FakeModelServer)} and {@link #brokenSpec()}, and a backend is checked: no OSGi, no
 * GPU, no model. A driver of a spawned backend is opened on the fake server's port, so its process is started by the
 * last rule alone.
 */
public abstract class BackendContract extends HealthRules {
    private static final int CYCLES = 10;

    @Test
    void rule_5_1_a_driver_can_be_closed_in_every_state() {
        StartupPlan plan = freshBackend().plan(specFor(server()));
        Launched launched = new Launched("contract-1", 0, server().port(), KEY);
        plan.driver().open(launched).close();
        InstanceDriver ready = plan.driver().open(launched);
        ready.probe(PATIENT);
        ready.close();
        server().mood(Mood.REFUSE);
        InstanceDriver failed = plan.driver().open(launched);
        failed.probe(PATIENT);
        failed.close();
    }

    @Test
    void rule_5_2_the_end_leaves_an_attached_server_alone() {
        StartupPlan plan = freshBackend().plan(specFor(server()));
        if (plan.startupKind() != StartupKind.ATTACH_EXISTING_SERVICE) {
            return; // nothing is attached to
        }
        InstanceDriver driver = plan.driver().open(new Launched("contract-2", 0, 0, ""));
        driver.probe(PATIENT);
        int before = server().requestCount();
        driver.close();
        assertEquals(before, server().requestCount(), "the server was called when the instance ended");
        for (SeenRequest request : server().requests()) {
            assertTrue(ContractCalls.readsOnly(request), () -> "not a mere look: " + request);
        }
    }

    @Test
    void rule_5_3_drivers_leave_no_threads_behind() throws Exception {
        Backend backend = freshBackend();
        StartupPlan plan = backend.plan(specFor(server()));
        List<String> left = startedThreads(new ThreadGroup("drivers"), () -> {
            for (int i = 0; i < CYCLES; i++) {
                InstanceDriver driver = plan.driver().open(new Launched("c-" + i, 0, server().port(), KEY));
                driver.probe(PATIENT);
                driver.close();
            }
        });
        assertTrue(left.size() < CYCLES, () -> CYCLES + " drivers left these threads: " + left);
    }

    @Test
    void rule_5_4_what_is_launched_becomes_ready_and_ends() throws Exception {
        StartupPlan plan = freshBackend().plan(specFor(server()));
        if (plan.startupKind() != StartupKind.SPAWNED) {
            return; // nothing is launched
        }
        skipUnless(cannotLaunchBecause() == null, cannotLaunchBecause());
        try (ContractLaunch launch = ContractLaunch.start((StartupPlan.Spawn) plan)) {
            InstanceDriver driver = launch.driver();
            Probe.Ready ready = assertInstanceOf(Probe.Ready.class, launch.probeUntilReady(), launch::story);
            assertEquals(200, ContractCalls.chat(ready, plan.model()));
            assertEquals(HealthStatus.HEALTHY, driver.check(PATIENT).status());
            launch.terminate();
            assertEquals(HealthStatus.UNAVAILABLE, driver.check(PATIENT).status());
        }
    }
}
