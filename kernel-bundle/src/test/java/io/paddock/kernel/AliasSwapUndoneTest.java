// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CallOutcome;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventType;
import io.paddock.api.LeaseState;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapState;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Swaps of a model without room for both, and those that are undone. */
class AliasSwapUndoneTest {
    private static final SwapTerms GAP = SwapWorld.QUICK.withStrategy(SwapStrategy.DRAIN_STOP_START);

    private final AliasWorld world = new AliasWorld().withPet();

    AliasSwapUndoneTest() {
        world.rig.limits = world.rig.limits.withParking(Parking.DEFAULT);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void assertRolledBack(Swap undone, SwapPhase phase, ErrorCode code) {
        assertEquals(SwapState.ROLLED_BACK, undone.state());
        assertEquals(phase, undone.phase());
        assertEquals(code, undone.cause().code(), undone.cause().detail());
        assertEquals("cat", world.aliases.list().get(0).target().model());
        assertEquals("cat", world.ensure().endpoint().modelIdentity());
        assertTrue(world.told().contains(EventType.SWAP_ROLLED_BACK));
        Rig.await(
                "the candidate to go",
                () -> world.rig.instances.list().stream()
                        .noneMatch(one -> one.modelIdentity().equals("dog")
                                && !one.lifecycleStatus().isFinal()));
    }

    private void report(Swap begun, CallOutcome outcome) {
        Rig.await(
                "the probation",
                () -> world.now(begun).phase() == SwapPhase.PROBATION
                        || world.now(begun).state().isFinal());
        for (int i = 0; i < 10; i++) {
            EnsureResult one = world.request();
            world.rig.endpoints.reported(one.lease().leaseRef(), outcome);
            world.release(one);
        }
    }

    @Test
    void a_canary_that_fails_undoes_it_and_nobody_notices() {
        EnsureResult before = world.ensure();
        world.dog.body = "<html>hello</html>";
        assertRolledBack(world.swap(AliasWorld.DOG, SwapWorld.QUICK), SwapPhase.CANARY, ErrorCode.CANARY_FAILED);
        assertEquals(before.lease(), world.lease(before), "it never moved");
    }

    @Test
    void in_the_probation_too_and_generations_grow() {
        EnsureResult before = world.ensure();
        Swap begun = world.begin(AliasWorld.DOG, SwapWorld.QUICK.withProbation(Duration.ofSeconds(20)));
        report(begun, new CallOutcome(false, null));
        assertRolledBack(Rig.get(world.swaps.ended(begun.swapId())), SwapPhase.PROBATION, ErrorCode.PROBATION_FAILED);
        assertEquals(before.instanceId(), world.lease(before).instanceId());
        assertEquals("cat", world.lease(before).modelIdentity());
        assertEquals(3, world.lease(before).endpointGeneration(), "it moved twice");
    }

    @Test
    void without_room_for_another_instance_requests_wait_and_leases_move() {
        world.rig.limits = world.rig.limits.withInstances(1);
        EnsureResult lasting = world.ensure();
        EnsureResult request = world.request();
        SwapPlan plan = Rig.get(world.aliases.plan(new ModelSwapRequest("pet", AliasWorld.DOG, SwapTerms.DEFAULT)));
        assertEquals(SwapStrategy.DRAIN_STOP_START, plan.strategy(), plan.because());
        Swap begun = world.begin(AliasWorld.DOG, SwapWorld.QUICK);
        Rig.await("the drain", () -> world.now(begun).phase() == SwapPhase.DRAIN);
        CompletableFuture<EnsureResult> waiting = world.rig.endpoints.ensure(AliasWorld.wish("bob", null));
        assertFalse(waiting.isDone());
        world.release(request);
        assertEquals("dog", Rig.get(waiting).endpoint().modelIdentity());
        world.release(Rig.get(waiting));
        Swap done = Rig.get(world.swaps.ended(begun.swapId()));
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        Rig.await("the lease to be good again", () -> world.lease(lasting).state() == LeaseState.ACTIVE);
        assertEquals("dog", world.lease(lasting).modelIdentity());
        assertEquals(1, world.rig.instances.list().size());
    }

    @Test
    void when_the_new_one_does_not_come_up_the_old_one_does_again_and_whoever_waited_is_served() {
        EnsureResult lasting = world.ensure();
        world.probes.put("dog", () -> new Probe.Pending("loading for ever"));
        Swap begun = world.begin(
                AliasWorld.DOG,
                new SwapTerms(
                        SwapStrategy.DRAIN_STOP_START,
                        Duration.ofMillis(400),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Duration.ofMillis(200)));
        Rig.await("the load", () -> world.now(begun).phase() == SwapPhase.LOAD);
        CompletableFuture<EnsureResult> waiting = world.rig.endpoints.ensure(AliasWorld.wish("bob", null));
        assertEquals("cat", Rig.get(waiting).endpoint().modelIdentity());
        assertRolledBack(Rig.get(world.swaps.ended(begun.swapId())), SwapPhase.LOAD, ErrorCode.SWAP_TIMED_OUT);
        Rig.await("the lease to be good again", () -> world.lease(lasting).state() == LeaseState.ACTIVE);
    }

    @Test
    void whoever_waited_for_the_new_one_is_served_by_the_old_one_when_that_comes_back() {
        EnsureResult lasting = world.ensure();
        Swap begun = world.begin(AliasWorld.DOG, GAP.withProbation(Duration.ofSeconds(20)));
        Rig.await("the probation", () -> world.now(begun).phase() == SwapPhase.PROBATION);
        EnsureResult held = world.request(); // keeps the new one draining while others come
        assertEquals("dog", held.endpoint().modelIdentity());
        report(begun, new CallOutcome(false, null));
        CompletableFuture<EnsureResult> waiting = world.rig.endpoints.ensure(AliasWorld.wish("bob", null));
        EnsureResult served = Rig.get(waiting);
        world.release(served);
        assertRolledBack(Rig.get(world.swaps.ended(begun.swapId())), SwapPhase.PROBATION, ErrorCode.PROBATION_FAILED);
        Rig.await("the lease to be good again", () -> world.lease(lasting).state() == LeaseState.ACTIVE);
        assertEquals("cat", world.lease(lasting).modelIdentity());
        assertEquals(
                1,
                world.rig.instances.list().stream()
                        .filter(one -> !one.lifecycleStatus().isFinal())
                        .count());
    }

    @Test
    void requests_all_the_while_are_served_when_the_old_one_comes_up_again_and_nothing_else_does() {
        world.ensure();
        world.dog.takes = Duration.ofMillis(60);
        SwapTerms slow = new SwapTerms(
                SwapStrategy.DRAIN_STOP_START,
                null,
                null,
                null,
                null,
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofSeconds(5));
        try (SwapLoad load =
                new SwapLoad(world.rig, AliasWorld.wish("gateway", null), 8, Set.of(world.cat.body, world.dog.body))) {
            for (int i = 0; i < 3; i++) {
                assertRolledBack(world.swap(AliasWorld.DOG, slow), SwapPhase.PROBATION, ErrorCode.PROBATION_FAILED);
                load.goOn(20);
            }
            assertEquals(Set.of(), load.failures);
        }
    }
}
