// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CallOutcome;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventType;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Swap;
import io.paddock.api.SwapConfiguration;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.api.SwapTiming;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backend gets another version while it serves. */
class SwapTest {
    final SwapWorld world = world();

    SwapWorld world() {
        return new SwapWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_new_version_serves_leases_move_and_every_phase_is_timed() {
        EnsureResult before = world.rig.ensure("fake");
        Swap done = world.swap(SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        assertNull(done.cause());
        assertEquals(
                List.of(SwapPhase.values()),
                done.phases().stream().map(SwapTiming::phase).toList());
        assertTrue(done.phases().stream().allMatch(one -> one.took() != null));
        Lease moved = world.lease(before);
        assertEquals(LeaseState.ACTIVE, moved.state());
        assertEquals(
                done.candidates().isEmpty() ? null : "2.0.0",
                world.rig.snapshot(moved.instanceId()).backendVersion());
        assertEquals(2, moved.endpointGeneration());
        EnsureResult after = world.rig.ensure("fake");
        assertEquals(moved.instanceId(), after.instanceId());
        assertEquals(2, after.endpoint().endpointGeneration());
        assertEquals(
                world.old.engine.equals(world.fresh.engine),
                before.endpoint().endpointId().equals(after.endpoint().endpointId()));
        assertTrue(world.rig.instances.find(before.instanceId()).isEmpty(), "the old one is gone");
        assertEquals(List.of("install", "start", "commit"), world.installer.steps);
        assertEquals(1, world.engineB.asked.get(), "the canary");
        assertTrue(world.told()
                .containsAll(List.of(
                        EventType.SWAP_STARTED,
                        EventType.ENDPOINT_SWITCHED,
                        EventType.LEASE_MOVED,
                        EventType.SWAP_DONE)));
        assertEquals(Set.of(done.swapId()), world.namedSwaps());
        Rig.get(world.rig.endpoints.renew(moved.leaseRef(), "anna", Duration.ofMinutes(1)));
        Rig.get(world.rig.endpoints.release(moved.leaseRef(), "anna"));
    }

    @Test
    void a_backend_without_instances_is_swapped_too() {
        Rig.await("the old one", () -> world.rig.backends.find("fake").isPresent());
        Swap done = world.swap(SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        assertEquals(
                "2.0.0",
                world.rig.snapshot(world.rig.ensure("fake").instanceId()).backendVersion());
    }

    @Test
    void the_old_one_finishes_a_request_that_it_had_begun_and_is_gone_then() {
        EnsureResult request = world.rig.ensure(Rig.wish("fake", "gateway", null, null));
        Swap begun = Rig.get(world.swaps.start(new SwapRequest(
                "fake", "file:next.jar", new SwapTerms(null, null, null, null, null, Duration.ZERO, null, null))));
        Rig.await(
                "the drain",
                () -> world.swaps.find(begun.swapId()).orElseThrow().phase() == SwapPhase.DRAIN);
        assertEquals(request.instanceId(), world.lease(request).instanceId(), "it stays where its request is");
        assertEquals(
                InstanceState.DRAINING, world.rig.snapshot(request.instanceId()).lifecycleStatus());
        assertNotEquals(request.instanceId(), world.rig.ensure("fake").instanceId());
        Rig.get(world.rig.endpoints.release(request.lease().leaseRef(), "gateway"));
        Swap done = Rig.get(world.swaps.ended(begun.swapId()));
        assertEquals(SwapState.SWITCHED, done.state());
        world.rig.awaitGone(request.instanceId());
    }

    @Test
    void the_old_one_answers_until_the_owner_of_a_lease_that_moved_has_renewed_it() {
        EnsureResult direct = world.rig.ensure("fake");
        Swap begun = Rig.get(world.swaps.start(new SwapRequest(
                "fake",
                "file:next.jar",
                new SwapTerms(null, null, null, null, null, Duration.ZERO, null, Duration.ofMinutes(1)))));
        Rig.await(
                "the drain",
                () -> world.swaps.find(begun.swapId()).orElseThrow().phase() == SwapPhase.DRAIN);
        CompletableFuture<Swap> ended = world.swaps.ended(begun.swapId());
        assertThrows(TimeoutException.class, () -> ended.get(400, TimeUnit.MILLISECONDS), "its owner may call it yet");
        assertEquals(
                InstanceState.DRAINING, world.rig.snapshot(direct.instanceId()).lifecycleStatus());
        Rig.get(world.rig.endpoints.renew(direct.lease().leaseRef(), "anna", Duration.ofMinutes(2)));
        assertEquals(SwapState.SWITCHED, Rig.get(ended).state());
        world.rig.awaitGone(direct.instanceId());
    }

    @Test
    void until_the_candidate_is_ready_the_old_one_serves() {
        world.rig.ensure("fake");
        boolean[] ready = {false};
        world.fresh.prepare = driver ->
                driver.probe = () -> ready[0] ? FakeDriver.ready(world.engineB.port()) : new Probe.Pending("loading");
        Swap begun = Rig.get(world.swaps.start(new SwapRequest("fake", "file:next.jar", SwapWorld.QUICK)));
        Rig.await("the candidate", () -> !world.fresh.drivers.isEmpty());
        for (int i = 0; i < 50; i++) {
            EnsureResult served = world.rig.ensure("fake");
            assertEquals("1.0.0", world.rig.snapshot(served.instanceId()).backendVersion());
            assertTrue(served.reused());
        }
        ready[0] = true;
        assertEquals(
                SwapState.SWITCHED, Rig.get(world.swaps.ended(begun.swapId())).state());
    }

    @Test
    void a_candidate_that_is_as_good_as_it_must_be_stays() {
        world.rig.ensure("fake");
        SwapTerms terms = new SwapTerms(
                null, null, null, null, null, Duration.ofMillis(400), Duration.ofMillis(800), Duration.ZERO);
        Swap done = world.swapWith(new CallOutcome(true, Duration.ofMillis(500)), terms);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
    }

    @Test
    void what_would_be_done_is_told_and_not_done() {
        EnsureResult before = world.rig.ensure("fake");
        SwapPlan plan = Rig.get(world.swaps.plan(new SwapRequest("fake", "file:next.jar", SwapTerms.DEFAULT)));
        assertEquals("1.0.0", plan.from());
        assertEquals("2.0.0", plan.to());
        assertEquals(SwapStrategy.SIDE_BY_SIDE, plan.strategy());
        assertEquals(Duration.ZERO, plan.expectedGap());
        assertEquals(List.of(before.instanceId()), plan.instances());
        SwapConfiguration wanted = new SwapConfiguration(Map.of("parallel", "2"), List.of("folder"));
        Rig.get(world.swaps.plan(new SwapRequest("fake", null, wanted, SwapTerms.DEFAULT)));
        assertEquals(List.of(SwapConfiguration.NONE, wanted), world.installer.asked);
        assertTrue(world.installer.steps.isEmpty());
        assertTrue(world.swaps.list().isEmpty());
    }

    @Test
    void the_same_version_and_a_second_swap_of_the_same_backend_are_refused_before_anything_is_touched() {
        world.rig.ensure("fake");
        world.installer.next = world.old;
        assertEquals(
                ErrorCode.SAME_REVISION,
                Rig.refusal(world.swaps.start(new SwapRequest("fake", "file:next.jar", SwapWorld.QUICK)))
                        .code());
        world.installer.next = world.fresh;
        world.fresh.prepare = driver -> driver.probe = () -> new Probe.Pending("loading");
        Swap first = Rig.get(world.swaps.start(new SwapRequest("fake", "file:next.jar", SwapWorld.QUICK)));
        assertEquals(
                ErrorCode.SWAP_UNDER_WAY,
                Rig.refusal(world.swaps.start(new SwapRequest("fake", "file:next.jar", SwapWorld.QUICK)))
                        .code());
        assertFalse(world.swaps.find(first.swapId()).orElseThrow().state().isFinal());
        assertEquals(
                ErrorCode.BACKEND_NOT_REGISTERED,
                Rig.refusal(world.swaps.start(new SwapRequest("other", "file:next.jar", SwapWorld.QUICK)))
                        .code());
    }

    @Test
    void back_to_an_older_version_goes_as_well() {
        world.rig.ensure("fake");
        assertEquals(SwapState.SWITCHED, world.swap(SwapWorld.QUICK).state());
        world.installer.next = SwapWorld.version("1.0.0", world.engineA);
        assertEquals(SwapState.SWITCHED, world.swap(SwapWorld.QUICK).state());
        assertEquals(
                "1.0.0",
                world.rig.snapshot(world.rig.ensure("fake").instanceId()).backendVersion());
        assertEquals(3, world.rig.ensure("fake").endpoint().endpointGeneration());
    }

    @Test
    void other_backends_of_the_same_bundle_are_swapped_with_it() {
        FakeBackend sibling = sibling("1.0.0");
        FakeBackend siblingNext = sibling("2.0.0");
        world.rig.core.backends().remove(world.old);
        world.rig.core.backends().add(world.old, 77);
        world.rig.core.backends().add(sibling, 77);
        world.installer.with = siblingNext;
        world.installer.without = sibling;
        Rig.await("both", () -> world.rig.backends.list().size() == 2);
        EnsureResult one = world.rig.ensure("fake");
        EnsureResult other = world.rig.ensure("sibling");
        Swap done = world.swap(SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        assertEquals(2, done.plan().instances().size());
        assertEquals("2.0.0", world.rig.snapshot(world.lease(one).instanceId()).backendVersion());
        assertEquals(
                "2.0.0", world.rig.snapshot(world.lease(other).instanceId()).backendVersion());
        assertEquals(LeaseState.ACTIVE, world.lease(other).state());
    }

    private FakeBackend sibling(String version) {
        FakeBackend backend = new FakeBackend("sibling");
        var manifest = Manifests.version(FakeBackend.manifest("sibling"), version);
        backend.manifest = () -> manifest;
        backend.prepare = driver -> driver.probe = () -> FakeDriver.ready(world.engineB.port());
        return backend;
    }

    @Test
    void a_request_on_an_instance_that_became_ready_late_ends_in_its_own_time() throws Exception {
        AtomicBoolean oldLoads = new AtomicBoolean(true);
        AtomicBoolean freshLoads = new AtomicBoolean(true);
        world.old.prepare = driver -> driver.probe = () -> pendingWhile(oldLoads, world.engineA);
        world.fresh.prepare = driver -> driver.probe = () -> pendingWhile(freshLoads, world.engineB);
        CompletableFuture<EnsureResult> asked = world.rig.endpoints.ensure(Rig.wish("fake", "gateway", null, null));
        Rig.await("the old one", () -> !world.rig.instances.list().isEmpty());
        SwapTerms terms = new SwapTerms(null, null, null, null, null, Duration.ZERO, null, Duration.ofSeconds(20));
        Swap begun = Rig.get(world.swaps.start(new SwapRequest("fake", "file:next.jar", terms)));
        Rig.await("the candidate", () -> world.rig.instances.list().size() == 2);
        oldLoads.set(false);
        EnsureResult request = Rig.get(asked);
        freshLoads.set(false);
        CompletableFuture<Swap> ended = world.swaps.ended(begun.swapId());
        Rig.await(
                "the drain",
                () -> world.swaps.find(begun.swapId()).orElseThrow().phase() == SwapPhase.DRAIN);
        assertThrows(TimeoutException.class, () -> ended.get(400, TimeUnit.MILLISECONDS), "it was not waited for");
        Rig.get(world.rig.endpoints.release(request.lease().leaseRef(), "gateway"));
        assertEquals(SwapState.SWITCHED, Rig.get(ended).state());
    }

    private static Probe pendingWhile(AtomicBoolean loads, FakeEngine engine) {
        return loads.get() ? new Probe.Pending("loading") : FakeDriver.ready(engine.port());
    }
}
