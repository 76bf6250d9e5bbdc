// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CallOutcome;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventType;
import io.paddock.api.LeaseState;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A swap without room for both: the old one goes first, and requests wait. */
class SwapGapTest {
    private static final SwapTerms GAP = SwapWorld.QUICK.withStrategy(SwapStrategy.DRAIN_STOP_START);

    final SwapWorld world = world();

    SwapGapTest() {
        world.rig.limits = world.rig.limits.withParking(Parking.DEFAULT);
    }

    SwapWorld world() {
        return new SwapWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Swap begin(SwapTerms terms, SwapPhase until) {
        Swap begun = Rig.get(world.swaps.start(new SwapRequest("fake", "file:next.jar", terms)));
        Rig.await(
                until.wireName(),
                () -> world.swaps.find(begun.swapId()).orElseThrow().phase() == until);
        return begun;
    }

    @Test
    void requests_wait_from_the_drain_to_the_switch_and_leases_move() {
        EnsureResult lasting = world.rig.ensure("fake");
        EnsureResult request = world.rig.ensure(Rig.wish("fake", "gateway", null, null));
        Swap begun = begin(GAP.withProbation(Duration.ZERO), SwapPhase.DRAIN);
        CompletableFuture<EnsureResult> waiting = world.rig.endpoints.ensure(Rig.wish("fake"));
        assertFalse(waiting.isDone());
        assertEquals(LeaseState.RECOVERING, world.lease(lasting).state());
        assertEquals(EventType.SWAP_PHASE, world.whatLedTo(EventType.LEASE_RECOVERING));
        Rig.get(world.rig.endpoints.release(request.lease().leaseRef(), "gateway"));
        EnsureResult served = Rig.get(waiting);
        assertEquals("2.0.0", world.rig.snapshot(served.instanceId()).backendVersion());
        Swap done = Rig.get(world.swaps.ended(begun.swapId()));
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        Rig.await("the lease to be good again", () -> world.lease(lasting).state() == LeaseState.ACTIVE);
        assertEquals(served.instanceId(), world.lease(lasting).instanceId());
        assertEquals(1, world.rig.instances.list().size());
    }

    @Test
    void without_room_for_another_instance_that_is_how_it_is_done() {
        world.rig.limits = world.rig.limits.withInstances(1);
        world.rig.ensure("fake");
        SwapPlan plan = Rig.get(world.swaps.plan(new SwapRequest("fake", "file:next.jar", SwapTerms.DEFAULT)));
        assertEquals(SwapStrategy.DRAIN_STOP_START, plan.strategy());
        assertTrue(plan.expectedGap().compareTo(Duration.ZERO) >= 0);
        Swap done = world.swap(SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        assertEquals(
                "2.0.0",
                world.rig.snapshot(world.rig.ensure("fake").instanceId()).backendVersion());
    }

    @Test
    void when_the_new_one_is_not_good_the_old_one_is_brought_up_again_and_whoever_waited_is_served() {
        EnsureResult lasting = world.rig.ensure("fake");
        world.fresh.prepare = driver -> driver.probe = () -> new Probe.Pending("loading for ever");
        Swap begun = begin(
                new SwapTerms(
                        SwapStrategy.DRAIN_STOP_START,
                        Duration.ofMillis(400),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Duration.ofMillis(200)),
                SwapPhase.LOAD);
        CompletableFuture<EnsureResult> waiting = world.rig.endpoints.ensure(Rig.wish("fake"));
        EnsureResult served = Rig.get(waiting);
        assertEquals("1.0.0", world.rig.snapshot(served.instanceId()).backendVersion());
        Swap undone = Rig.get(world.swaps.ended(begun.swapId()));
        assertEquals(SwapState.ROLLED_BACK, undone.state());
        assertEquals(ErrorCode.SWAP_TIMED_OUT, undone.cause().code());
        Rig.await("the lease to be good again", () -> world.lease(lasting).state() == LeaseState.ACTIVE);
        assertNotEquals(lasting.instanceId(), world.lease(lasting).instanceId());
        assertTrue(world.lease(lasting).endpointGeneration() > 1);
    }

    @Test
    void what_was_undone_can_be_tried_again_and_nobody_waits_for_ever() {
        EnsureResult lasting = world.rig.ensure("fake");
        String good = world.engineB.body;
        world.engineB.body = "{}";
        assertEquals(SwapState.ROLLED_BACK, world.swap(GAP).state());
        world.engineB.body = good;
        assertEquals(SwapState.SWITCHED, world.swap(SwapWorld.QUICK).state());
        EnsureResult served = world.rig.ensure("fake");
        assertEquals("2.0.0", world.rig.snapshot(served.instanceId()).backendVersion());
        Rig.await("the lease to be good again", () -> world.lease(lasting).state() == LeaseState.ACTIVE);
        assertEquals(served.instanceId(), world.lease(lasting).instanceId());
    }

    @Test
    void in_the_probation_too() {
        EnsureResult lasting = world.rig.ensure("fake");
        Swap undone = world.swapWith(new CallOutcome(false, null), GAP.withProbation(Duration.ofSeconds(20)));
        assertEquals(SwapState.ROLLED_BACK, undone.state());
        assertEquals(ErrorCode.PROBATION_FAILED, undone.cause().code());
        assertEquals(
                "1.0.0",
                world.rig.snapshot(world.rig.ensure("fake").instanceId()).backendVersion());
        Rig.await("the lease to be good again", () -> world.lease(lasting).state() == LeaseState.ACTIVE);
        assertTrue(world.lease(lasting).endpointGeneration() > 2, "generations grow");
    }

    @Test
    void no_more_wait_than_may() {
        world.rig.limits = world.rig.limits.withParking(new Parking(Duration.ofSeconds(5), 2));
        EnsureResult request = world.rig.ensure(Rig.wish("fake", "gateway", null, null));
        begin(GAP, SwapPhase.DRAIN);
        List<CompletableFuture<EnsureResult>> parked =
                List.of(world.rig.endpoints.ensure(Rig.wish("fake")), world.rig.endpoints.ensure(Rig.wish("fake")));
        assertEquals(ErrorCode.AT_CAPACITY, world.rig.refusal(Rig.wish("fake")).code());
        Rig.get(world.rig.endpoints.release(request.lease().leaseRef(), "gateway"));
        parked.forEach(Rig::get);
    }
}
