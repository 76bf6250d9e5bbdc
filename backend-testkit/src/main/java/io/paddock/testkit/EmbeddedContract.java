// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.HealthStatus;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The rules for an engine inside this JVM: chapters 1 and 2 of {@code docs/backend-contract.md} as for every backend, and
 * chapter 6 in place of 3 to 5, because its driver brings its own server and no other can take that one's place. Extend it
 * and write the same three methods as for {@link BackendContract}; {@link #specFor(FakeModelServer)} names a model that
 * the engine can really load.
 */
public abstract class EmbeddedContract extends PlanRules {
    @Test
    void rule_6_1_what_runs_inside_becomes_ready_answers_and_is_well() throws Exception {
        StartupPlan plan = freshBackend().plan(specFor(server()));
        InstanceDriver driver = open(plan);
        Probe.Ready ready = untilReady(plan, driver);
        assertTrue(ready.baseUrl().isAbsolute(), ready::toString);
        assertEquals(200, ContractCalls.chat(ready, plan.model()));
        assertEquals(HealthStatus.HEALTHY, driver.check(PATIENT).status());
    }

    @Test
    void rule_6_2_after_its_end_in_whatever_state_nobody_answers() throws Exception {
        StartupPlan plan = freshBackend().plan(specFor(server()));
        open(plan).close();
        InstanceDriver starting = open(plan);
        starting.probe(BUDGET);
        starting.close();
        assertEquals(HealthStatus.UNAVAILABLE, starting.check(PATIENT).status());
        InstanceDriver running = open(plan);
        URI address = untilReady(plan, running).baseUrl();
        running.close();
        running.close();
        assertEquals(HealthStatus.UNAVAILABLE, running.check(PATIENT).status());
        assertThrows(ConnectException.class, () -> connect(address), () -> "something still listens at " + address);
    }

    private static void connect(URI address) throws IOException {
        new Socket(address.getHost(), address.getPort()).close();
    }

    private static Probe.Ready untilReady(StartupPlan plan, InstanceDriver driver) throws InterruptedException {
        long end = System.nanoTime() + plan.timings().readyWithin().toNanos();
        CountDownLatch never = new CountDownLatch(1);
        Probe last = driver.probe(BUDGET);
        while (last instanceof Probe.Pending && System.nanoTime() < end) {
            assertTrue(!never.await(plan.timings().probeEvery().toMillis(), TimeUnit.MILLISECONDS));
            last = driver.probe(BUDGET);
        }
        return assertInstanceOf(Probe.Ready.class, last);
    }
}
