// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Alias;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventType;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.Problem;
import io.paddock.api.Swap;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An alias stands for something else while it serves. */
class AliasSwapTest {
    private final AliasWorld world = new AliasWorld().withPet();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_new_model_serves_leases_move_and_every_phase_is_timed() {
        EnsureResult before = world.ensure();
        Swap done = world.swap(AliasWorld.DOG, SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        assertEquals("pet", done.plan().alias());
        List<SwapPhase> phases = done.phases().stream().map(SwapTiming::phase).toList();
        assertFalse(phases.contains(SwapPhase.START), "nothing is installed");
        assertEquals(SwapPhase.values().length - 1, phases.size());
        Lease moved = world.lease(before);
        assertEquals(LeaseState.ACTIVE, moved.state());
        assertEquals("dog", moved.modelIdentity());
        assertEquals(2, moved.endpointGeneration());
        EnsureResult after = world.ensure();
        assertEquals(moved.instanceId(), after.instanceId());
        assertEquals("dog", after.endpoint().modelIdentity());
        assertEquals(2, after.endpoint().endpointGeneration());
        assertEquals(before.endpoint().endpointId(), after.endpoint().endpointId());
        assertTrue(world.rig.instances.find(before.instanceId()).isEmpty(), "the old one is gone");
        assertEquals(1, world.dog.asked.get(), "the canary");
        assertEquals("dog", world.aliases.list().get(0).target().model());
        assertTrue(world.told()
                .containsAll(List.of(
                        EventType.SWAP_STARTED,
                        EventType.ENDPOINT_SWITCHED,
                        EventType.LEASE_MOVED,
                        EventType.SWAP_DONE)));
    }

    @Test
    void other_options_of_the_same_model_are_another_instance_and_back_goes_as_well() {
        EnsureResult first = world.ensure();
        assertEquals(
                SwapState.SWITCHED,
                world.swap(AliasWorld.target("cat", 4096), SwapWorld.QUICK).state());
        EnsureResult second = world.ensure();
        assertNotEquals(first.instanceId(), second.instanceId());
        assertEquals(
                SwapState.SWITCHED, world.swap(AliasWorld.CAT, SwapWorld.QUICK).state());
        EnsureResult third = world.ensure();
        assertEquals(3, third.endpoint().endpointGeneration());
        assertEquals(third.instanceId(), world.lease(first).instanceId());
        assertEquals(Map.of(), world.aliases.list().get(0).target().options());
    }

    @Test
    void until_the_candidate_is_ready_the_old_one_serves() {
        world.ensure();
        boolean[] ready = {false};
        world.probes.put("dog", () -> ready[0] ? FakeDriver.ready(world.dog.port()) : new Probe.Pending("loading"));
        Swap begun = world.begin(AliasWorld.DOG, SwapWorld.QUICK);
        Rig.await("the candidate", () -> world.backend.drivers.size() == 2);
        for (int i = 0; i < 50; i++) {
            EnsureResult served = world.request();
            assertEquals("cat", served.endpoint().modelIdentity());
            world.release(served);
        }
        ready[0] = true;
        assertEquals(
                SwapState.SWITCHED, Rig.get(world.swaps.ended(begun.swapId())).state());
    }

    @Test
    void the_old_one_answers_until_its_requests_are_over_and_the_owners_know() {
        EnsureResult request = world.request();
        EnsureResult direct = world.ensure();
        Swap begun = world.begin(
                AliasWorld.DOG,
                new SwapTerms(null, null, null, null, null, Duration.ZERO, null, Duration.ofMinutes(1)));
        Rig.await("the drain", () -> world.now(begun).phase() == SwapPhase.DRAIN);
        assertEquals(request.instanceId(), world.lease(request).instanceId(), "it stays where its request is");
        assertEquals(
                InstanceState.DRAINING, world.rig.snapshot(request.instanceId()).lifecycleStatus());
        assertEquals("dog", world.ensure().endpoint().modelIdentity());
        world.release(request);
        assertFalse(world.now(begun).state().isFinal(), "an owner may call it yet");
        Rig.get(world.rig.endpoints.renew(direct.lease().leaseRef(), "anna", Duration.ofMinutes(2)));
        assertEquals(
                SwapState.SWITCHED, Rig.get(world.swaps.ended(begun.swapId())).state());
        world.rig.awaitGone(request.instanceId());
    }

    @Test
    void requests_all_the_while_are_served_by_one_or_the_other_and_in_the_end_by_the_new_one() {
        try (SwapLoad load =
                new SwapLoad(world.rig, AliasWorld.wish("gateway", null), 4, Set.of(world.cat.body, world.dog.body))) {
            load.goOn(50);
            for (int i = 0; i < 6; i++) {
                ModelTarget next = i % 2 == 0 ? AliasWorld.DOG : AliasWorld.CAT;
                Swap done = world.swap(next, SwapWorld.QUICK);
                assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
                assertEquals(next.model(), world.ensure().endpoint().modelIdentity());
                load.goOn(20);
            }
            assertEquals(Set.of(), load.failures);
        }
    }

    @Test
    void what_would_be_done_is_told_and_not_done() {
        EnsureResult before = world.ensure();
        SwapPlan plan = Rig.get(
                world.aliases.plan(new ModelSwapRequest("pet", AliasWorld.target("dog", 4096), SwapTerms.DEFAULT)));
        assertEquals("cat", plan.from());
        assertEquals("dog ctx_size=4096", plan.to());
        assertEquals(SwapStrategy.SIDE_BY_SIDE, plan.strategy());
        assertEquals(Duration.ZERO, plan.expectedGap());
        assertEquals(List.of(before.instanceId()), plan.instances());
        assertTrue(world.swaps.list().isEmpty());
        assertEquals("cat", world.aliases.list().get(0).target().model());
        assertEquals(1, world.rig.instances.list().size());
    }

    @Test
    void an_alias_that_serves_nobody_stands_for_the_other_at_once() {
        Swap done = world.swap(AliasWorld.DOG, SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        assertEquals("dog", world.ensure().endpoint().modelIdentity());
    }

    @Test
    void what_serves_from_before_the_alias_was_made_anew_is_not_stopped_when_that_comes_back() {
        EnsureResult before = world.ensure();
        Rig.get(world.aliases.remove("pet"));
        Rig.get(world.aliases.make(new Alias("pet", AliasWorld.DOG)));
        Swap done = world.swap(AliasWorld.CAT, SwapWorld.QUICK);
        assertEquals(SwapState.SWITCHED, done.state(), String.valueOf(done.cause()));
        assertEquals(before.instanceId(), world.ensure().instanceId());
        assertEquals(LeaseState.ACTIVE, world.lease(before).state());
    }

    @Test
    void what_cannot_be_is_refused_before_anything_is_touched() {
        world.ensure();
        assertEquals(
                ErrorCode.ALIAS_NOT_FOUND,
                Rig.refusal(world.aliases.plan(new ModelSwapRequest("cow", AliasWorld.DOG, SwapTerms.DEFAULT)))
                        .code());
        Problem same = Rig.refusal(world.aliases.swap(new ModelSwapRequest("pet", AliasWorld.CAT, SwapTerms.DEFAULT)));
        assertEquals("target", same.field(), same.detail());
        Problem elsewhere = Rig.refusal(world.aliases.swap(
                new ModelSwapRequest("pet", new ModelTarget("other", "dog", Map.of()), SwapTerms.DEFAULT)));
        assertEquals("target.backend", elsewhere.field(), elsewhere.detail());
        Problem unknown = Rig.refusal(
                world.aliases.swap(new ModelSwapRequest("pet", AliasWorld.target("cow", 1), SwapTerms.DEFAULT)));
        assertEquals(
                "target.options.colour",
                Rig.refusal(world.aliases.swap(new ModelSwapRequest(
                                "pet", new ModelTarget(null, "dog", Map.of("colour", 1)), SwapTerms.DEFAULT)))
                        .field());
        assertEquals(ErrorCode.MODEL_NOT_FOUND, unknown.code());
        assertTrue(world.swaps.list().isEmpty());
    }

    @Test
    void of_a_backend_and_an_alias_of_it_one_is_swapped_at_a_time() {
        world.ensure();
        FakeInstaller installer = new FakeInstaller(world.rig, world.backend);
        installer.next = SwapWorld.version("9.0.0", world.dog);
        world.swaps.bindInstaller(installer);
        world.probes.put("dog", () -> new Probe.Pending("loading"));
        Swap model = world.begin(AliasWorld.DOG, SwapWorld.QUICK);
        SwapRequest revision = new SwapRequest("fake", "file:next.jar", SwapWorld.QUICK);
        assertEquals(
                ErrorCode.SWAP_UNDER_WAY,
                Rig.refusal(world.swaps.start(revision)).code());
        assertEquals(
                ErrorCode.SWAP_UNDER_WAY,
                Rig.refusal(world.aliases.remove("pet")).code());
        Swap ended = Rig.get(world.swaps.ended(model.swapId()));
        assertEquals(SwapState.ROLLED_BACK, ended.state());
        installer.next.prepare = driver -> driver.probe = () -> new Probe.Pending("loading");
        Rig.get(world.swaps.start(revision));
        assertEquals(
                ErrorCode.SWAP_UNDER_WAY,
                Rig.refusal(world.aliases.swap(new ModelSwapRequest("pet", AliasWorld.DOG, SwapWorld.QUICK)))
                        .code());
    }

    @Test
    void the_backend_of_an_alias_is_swapped_and_the_alias_goes_with_it() {
        EnsureResult before = world.ensure();
        FakeInstaller installer = new FakeInstaller(world.rig, world.backend);
        installer.next = SwapWorld.version("9.0.0", world.cat);
        world.swaps.bindInstaller(installer);
        Swap begun = Rig.get(world.swaps.start(new SwapRequest("fake", "file:next.jar", SwapWorld.QUICK)));
        assertEquals(
                SwapState.SWITCHED, Rig.get(world.swaps.ended(begun.swapId())).state());
        assertEquals(
                "9.0.0", world.rig.snapshot(world.lease(before).instanceId()).backendVersion());
        EnsureResult after = world.ensure();
        assertEquals(world.lease(before).instanceId(), after.instanceId());
        assertEquals(before.endpoint().endpointId(), after.endpoint().endpointId());
    }
}
