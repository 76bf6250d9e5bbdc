// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.paddock.api.EnsureResult;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backend planned is remembered for a moment, until it says that it would plan otherwise now. */
class PlanMemoryTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake").offering("gemma");
    private final PlanMemoryService memory = new PlanMemoryService(rig.core);
    private final AtomicReference<String> engine = new AtomicReference<>("old");

    @BeforeEach
    void prepare() {
        fake.plan = this::plan;
        rig.with(fake);
        Rig.get(rig.core.backends().settled());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private StartupPlan plan(InstanceSpec spec) {
        EndpointKey key = EndpointKey.of("fake", Map.of("engine", engine.get()));
        return new StartupPlan.Attach(key, FakeBackend.model(spec), fake.timings, fake.source());
    }

    @Test
    void a_wish_right_after_the_backend_said_so_is_planned_anew_and_what_runs_stays() {
        EnsureResult first = rig.ensure(Rig.wishModel("gemma"));
        engine.set("new");
        assertEquals(first.instanceId(), rig.ensure(Rig.wishModel("gemma")).instanceId(), "remembered");

        memory.forget("another");
        assertEquals(first.instanceId(), rig.ensure(Rig.wishModel("gemma")).instanceId(), "not this backend");
        memory.forget("fake");

        assertNotEquals(first.instanceId(), rig.ensure(Rig.wishModel("gemma")).instanceId());
        assertEquals(3, rig.snapshot(first.instanceId()).leaseCount());
    }

    @Test
    void a_plan_that_was_being_made_meanwhile_is_not_remembered() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        fake.plan = spec -> {
            StartupPlan plan = plan(spec);
            inside.countDown();
            Rig.await("the change", () -> goOn.getCount() == 0);
            return plan;
        };
        CompletableFuture<EnsureResult> early = rig.endpoints.ensure(Rig.wishModel("gemma"));
        Rig.await("the first plan", () -> inside.getCount() == 0);
        engine.set("new");
        memory.forget("fake");
        goOn.countDown();
        EnsureResult old = Rig.get(early);
        fake.plan = this::plan;

        assertNotEquals(old.instanceId(), rig.ensure(Rig.wishModel("gemma")).instanceId());
    }
}
