// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceState;
import io.paddock.kernel.KeptState.Disk;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.InstanceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which instances are wanted again after a restart, and which are not. */
class WantedTest {
    private final KeptState state = new KeptState();
    private final Rig rig = new Rig(state);
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
        state.close();
    }

    private static final InstanceSpec SPEC = new InstanceSpec("fake", null, null, null, Map.of());
    private FakeBackend present = fake;

    private InstanceResult start() {
        return Rig.get(rig.instances.start(Rig.wish("fake")));
    }

    private void awaitUnwanted() {
        Rig.await("nothing to be wanted", () -> state.instances().isEmpty());
    }

    @Test
    void what_is_started_on_purpose_is_wanted_before_the_answer() {
        rig.with(fake);
        start();
        assertTrue(state.instances().get(0).startedOnPurpose());
        assertTrue(rig.endpoints.leases().isEmpty());
        EnsureResult leased = rig.ensure("fake");
        assertTrue(state.instances().get(0).startedOnPurpose(), "a lease changes nothing about that");
        Rig.get(rig.endpoints.release(leased.lease().leaseRef(), "anna"));
        assertEquals(1, state.instances().size());
    }

    @Test
    void a_start_that_cannot_be_written_is_told_and_leaves_no_lease() {
        rig.with(fake);
        state.disk = Disk.FULL;
        assertEquals(
                ErrorCode.STATE_UNWRITABLE,
                Rig.refusal(rig.instances.start(Rig.wish("fake"))).code());
        assertTrue(rig.endpoints.leases().isEmpty());
    }

    @Test
    void requests_of_the_gateway_want_nothing() {
        rig.with(fake);
        EnsureResult result = rig.ensure(Rig.wish("fake", "gateway", null, null));
        Rig.get(rig.endpoints.release(result.lease().leaseRef(), "gateway"));
        assertTrue(state.instances().isEmpty());
    }

    @Test
    void what_a_person_stops_is_not_wanted() {
        rig.with(fake);
        String id = start().instance().instanceId();
        EnsureResult leased = rig.ensure("fake");
        Rig.get(rig.instances.stop(id, true));
        awaitUnwanted();
        Rig.await("the lease to be dropped", () -> state.lease(leased.lease().leaseRef()) == null);
    }

    @Test
    void what_a_person_stops_is_wanted_by_its_leases_while_it_drains() {
        rig.with(fake);
        String id = start().instance().instanceId();
        EnsureResult leased = rig.ensure("fake");
        CompletableFuture<Void> stopped = rig.instances.stop(id, false);
        Rig.await("only its lease to want it", () -> !state.instances().get(0).startedOnPurpose());
        Rig.get(rig.endpoints.release(leased.lease().leaseRef(), "anna"));
        Rig.get(stopped);
        awaitUnwanted();
    }

    @Test
    void what_was_idle_is_not_wanted() {
        fake.timings = fake.timings.withIdleAfter(Duration.ofMillis(30));
        rig.with(fake);
        String id = start().instance().instanceId();
        rig.awaitGone(id);
        awaitUnwanted();
    }

    @Test
    void what_goes_with_its_backend_is_not_wanted() {
        rig.with(fake);
        EnsureResult leased = rig.ensure("fake");
        rig.core.backends().remove(fake);
        rig.awaitGone(leased.instanceId());
        awaitUnwanted();
        assertNull(state.lease(leased.lease().leaseRef()));
    }

    @Test
    void what_failed_is_wanted_if_somebody_asked_for_it() {
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        String id = start().instance().instanceId();
        ProcessHandle.of(rig.snapshot(id).pid()).orElseThrow().destroyForcibly();
        rig.awaitState(id, InstanceState.FAILED);
        Rig.await("its end", () -> rig.core.instances().roster().count(1) == 0);
        assertEquals(1, state.instances().size());
        Rig.get(rig.instances.stop(id, false));
        awaitUnwanted();
    }

    @Test
    void the_end_of_the_runtime_keeps_everything() {
        rig.with(fake);
        EnsureResult leased = rig.ensure("fake");
        rig.close();
        assertEquals(leased.lease(), state.lease(leased.lease().leaseRef()));
        assertEquals(1, state.instances().size());
    }

    @Test
    void backends_that_go_first_when_the_runtime_ends_take_nothing_along_and_releases_count() {
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        EnsureResult stays = rig.ensure("fake");
        EnsureResult given = rig.ensure("fake");
        rig.core.runtimeStops();
        rig.core.backends().remove(fake);
        Rig.get(rig.endpoints.release(given.lease().leaseRef(), "anna"));
        rig.close();
        assertEquals(stays.lease(), state.lease(stays.lease().leaseRef()));
        assertNull(state.lease(given.lease().leaseRef()));
        assertEquals(1, state.instances().size());
    }

    @Test
    void an_attached_instance_whose_backend_goes_first_keeps_its_leases() {
        rig.with(fake);
        EnsureResult stays = rig.ensure("fake");
        rig.core.runtimeStops();
        rig.core.backends().remove(fake);
        rig.awaitGone(stays.instanceId());
        rig.close();
        assertEquals(stays.lease(), state.lease(stays.lease().leaseRef()));
        assertFalse(state.instances().isEmpty());
    }

    @Test
    void what_was_started_on_purpose_comes_again_with_its_backend_whatever_that_plans_then() {
        rig.limits = rig.limits.withParking(Parking.DEFAULT);
        rig.with(fake);
        String before = start().instance().instanceId();
        for (String engine : List.of("1", "2")) {
            FakeBackend next = new FakeBackend("fake");
            next.engine = engine;
            replace(next);
            Rig.await(
                    "another instance",
                    () -> rig.instances.list().stream()
                            .anyMatch(one -> one.lifecycleStatus() == InstanceState.READY
                                    && !one.instanceId().equals(before)
                                    && one.instanceId()
                                            .startsWith(next.key(SPEC).toString())));
            Rig.await(
                    "only that to be wanted",
                    () -> state.instances().size() == 1
                            && state.instances().get(0).key().equals(next.key(SPEC)));
            assertTrue(state.instances().get(0).startedOnPurpose());
        }
    }

    private void replace(FakeBackend next) {
        rig.core.backends().remove(present);
        present = next;
        rig.with(next);
    }
}
