// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.EventType;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.spi.Availability;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was wanted before a restart is planned again, by a backend that may think otherwise now. */
class ReplanningTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Restarts restarts = new Restarts();

    @AfterEach
    void close() {
        restarts.close();
    }

    @Test
    void a_backend_that_cannot_work_yet_is_waited_for() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.restart();
        FakeBackend lame = Restarts.fake();
        lame.availability = () -> Availability.unavailable("no engine");
        restarts.rig.with(lame);
        Rig.get(restarts.rig.core.backends().settled());
        assertEquals(0, lame.plans.get());
        assertEquals(LeaseState.RECOVERING, restarts.only().state());
        lame.availability = Availability::available;
        restarts.rig.core.backends().all().forEach(Registration::look);
        restarts.awaitActive(lease.leaseRef());
    }

    @Test
    void a_plan_that_fails_is_asked_for_again() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.restart();
        FakeBackend stumbling = Restarts.fake();
        AtomicInteger asked = new AtomicInteger();
        stumbling.plan = spec -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            return stumbling.attach(spec);
        };
        restarts.rig.with(stumbling);
        Rig.await("the first attempt", () -> asked.get() == 1);
        assertEquals(LeaseState.RECOVERING, restarts.only().state());
        restarts.awaitActive(lease.leaseRef());
    }

    @Test
    void who_asks_for_the_same_meanwhile_gets_the_same_instance_as_the_leases_that_wait() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.restart();
        FakeBackend stumbling = Restarts.fake();
        AtomicInteger asked = new AtomicInteger();
        stumbling.plan = spec -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            return stumbling.attach(spec);
        };
        restarts.rig.with(stumbling);
        Rig.await("the first attempt", () -> asked.get() == 1);
        EnsureResult fresh = restarts.rig.ensure("fake");
        assertEquals(2, fresh.endpoint().endpointGeneration());
        assertEquals(fresh.instanceId(), restarts.awaitActive(lease.leaseRef()).instanceId());
        assertEquals(1, stumbling.drivers.size());
        assertTrue(restarts.told(EventType.LEASE_REVOKED).isEmpty());
    }

    @Test
    void when_something_else_is_planned_now_the_leases_are_revoked_and_say_so() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.restart();
        FakeBackend changed = Restarts.fake();
        changed.plan = spec -> new StartupPlan.Attach(
                EndpointKey.of("fake", Map.of("quite", "other")), "other", changed.timings, changed.source());
        restarts.rig.with(changed);
        Rig.await("its end", () -> restarts.rig.endpoints.leases().isEmpty());
        Lease revoked = restarts.rig.endpoints.lease(lease.leaseRef()).orElseThrow();
        assertEquals(LeaseState.REVOKED, revoked.state());
        assertTrue(
                revoked.cause().detail().contains("now plans something else"),
                revoked.cause().detail());
        Rig.await(
                "it to be dropped",
                () -> restarts.state.leases().isEmpty()
                        && restarts.state.instances().isEmpty());
        assertTrue(changed.drivers.isEmpty(), "nobody wants that");
    }

    @Test
    void what_was_started_on_purpose_is_started_in_the_new_way() {
        restarts.rig.with(Restarts.fake());
        Rig.get(restarts.rig.instances.start(Rig.wish("fake")));
        restarts.restart();
        FakeBackend changed = Restarts.fake();
        EndpointKey other = EndpointKey.of("fake", Map.of("quite", "other"));
        changed.plan = spec -> new StartupPlan.Attach(other, "other", changed.timings, changed.source());
        restarts.rig.with(changed);
        restarts.rig.awaitState(other + "-1", InstanceState.READY);
        Rig.await(
                "the new one to be wanted",
                () -> restarts.state.instances().size() == 1
                        && restarts.state.instances().get(0).key().equals(other)
                        && restarts.state.instances().get(0).startedOnPurpose());
    }
}
