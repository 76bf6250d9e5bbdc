// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CallOutcome;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Swap;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapRequest;
import io.paddock.api.SwapState;
import io.paddock.api.SwapTerms;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A new version that is not good enough is taken back, and nobody notices. */
class SwapUndoneTest {
    final SwapWorld world = world();

    SwapWorld world() {
        return new SwapWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Why swaps were undone, as the events tell it. */
    private List<String> toldCauses() {
        return Rig.get(world.rig.events.read(new EventQuery(0, 1000, null, null))).items().stream()
                .filter(event -> event.type() == EventType.SWAP_ROLLED_BACK)
                .map(event -> event.causeCode())
                .toList();
    }

    private void assertRolledBack(Swap undone, SwapPhase phase, ErrorCode code) {
        assertEquals(SwapState.ROLLED_BACK, undone.state());
        assertEquals(phase, undone.phase());
        assertEquals(code, undone.cause().code(), undone.cause().detail());
        assertEquals("undo", world.installer.steps.get(world.installer.steps.size() - 1));
        assertEquals(1, world.rig.backends.list().size());
        assertEquals(
                "1.0.0",
                world.rig.snapshot(world.rig.ensure("fake").instanceId()).backendVersion());
        Rig.await(
                "the candidates to go",
                () -> world.rig.instances.list().stream()
                        .noneMatch(one -> one.backendVersion().equals("2.0.0")
                                && !one.lifecycleStatus().isFinal()));
        assertEquals(List.of(code.wireName()), toldCauses(), "told once, with the cause");
        assertEquals(Set.of(undone.swapId()), world.namedSwaps(), "by the id that the list has");
        assertTrue(
                world.rig.endpoints.leases().stream()
                        .noneMatch(one -> one.ownerRef().equals("paddock-swap")),
                "nothing is held any more");
    }

    @Test
    void a_candidate_that_never_gets_ready_is_undone() {
        EnsureResult before = world.rig.ensure("fake");
        world.fresh.prepare = driver -> driver.probe = () -> new Probe.Pending("loading for ever");
        Swap undone = world.swap(new SwapTerms(null, Duration.ofMillis(300), null, null, null, null, null, null));
        assertRolledBack(undone, SwapPhase.LOAD, ErrorCode.SWAP_TIMED_OUT);
        assertEquals(before.lease(), world.lease(before), "it never moved");
    }

    @Test
    void a_candidate_that_fails_while_it_loads_is_undone() {
        EnsureResult before = world.rig.ensure("fake");
        world.fresh.prepare = driver -> driver.probe = () -> new Probe.Failed("the weights are broken");
        assertRolledBack(world.swap(SwapWorld.QUICK), SwapPhase.LOAD, ErrorCode.LAUNCH_FAILED);
        assertEquals(before.lease(), world.lease(before));
    }

    @Test
    void a_candidate_that_answers_garbage_is_undone() {
        EnsureResult before = world.rig.ensure("fake");
        world.engineB.body = "<html>hello</html>";
        assertRolledBack(world.swap(SwapWorld.QUICK), SwapPhase.CANARY, ErrorCode.CANARY_FAILED);
        assertEquals(before.lease(), world.lease(before));
    }

    @Test
    void a_candidate_that_does_not_say_what_is_expected_is_undone() {
        world.rig.ensure("fake");
        SwapTerms terms = new SwapTerms(null, null, null, "a", "who are you", Duration.ZERO, null, null);
        assertRolledBack(world.swap(terms), SwapPhase.CANARY, ErrorCode.CANARY_FAILED);
    }

    @Test
    void a_candidate_that_takes_too_long_for_its_first_answer_is_undone() {
        world.rig.ensure("fake");
        world.engineB.takes = Duration.ofSeconds(20);
        SwapTerms terms = new SwapTerms(null, null, Duration.ofMillis(200), null, null, Duration.ZERO, null, null);
        assertRolledBack(world.swap(terms), SwapPhase.CANARY, ErrorCode.CANARY_FAILED);
    }

    @Test
    void a_revision_that_does_not_resolve_is_undone() {
        EnsureResult before = world.rig.ensure("fake");
        world.installer.resolves = false;
        assertRolledBack(world.swap(SwapWorld.QUICK), SwapPhase.RESOLVE, ErrorCode.REVISION_REFUSED);
        assertEquals(before.lease(), world.lease(before));
    }

    @Test
    void a_version_that_cannot_work_here_is_undone() {
        world.rig.ensure("fake");
        world.fresh.availability = () -> io.paddock.spi.Availability.unavailable("no engine");
        assertRolledBack(world.swap(SwapWorld.QUICK), SwapPhase.START, ErrorCode.ENGINE_UNAVAILABLE);
    }

    @Test
    void a_candidate_that_fails_more_requests_than_the_old_one_is_undone_and_generations_grow() {
        EnsureResult before = world.rig.ensure("fake");
        Swap undone =
                world.swapWith(new CallOutcome(false, null), SwapWorld.QUICK.withProbation(Duration.ofSeconds(20)));
        assertRolledBack(undone, SwapPhase.PROBATION, ErrorCode.PROBATION_FAILED);
        Lease back = world.lease(before);
        assertEquals(before.instanceId(), back.instanceId());
        assertEquals(3, back.endpointGeneration(), "it moved twice");
        EnsureResult again = world.rig.ensure("fake");
        assertEquals(3, again.endpoint().endpointGeneration());
        assertEquals(3, world.rig.snapshot(again.instanceId()).endpointGeneration());
    }

    @Test
    void a_candidate_that_is_slower_than_it_may_be_is_undone() {
        world.rig.ensure("fake");
        SwapTerms terms = new SwapTerms(
                null, null, null, null, null, Duration.ofSeconds(20), Duration.ofMillis(100), Duration.ZERO);
        Swap undone = world.swapWith(new CallOutcome(true, Duration.ofMillis(500)), terms);
        assertRolledBack(undone, SwapPhase.PROBATION, ErrorCode.PROBATION_FAILED);
    }

    @Test
    void an_old_one_that_died_meanwhile_is_brought_up_again_for_its_leases() {
        world.old.spawning("sh", "-c", "exec sleep 60");
        EnsureResult before = world.rig.ensure("fake");
        Swap begun = Rig.get(world.swaps.start(
                new SwapRequest("fake", "file:next.jar", SwapWorld.QUICK.withProbation(Duration.ofSeconds(20)))));
        Rig.await(
                "the probation",
                () -> world.swaps.find(begun.swapId()).orElseThrow().phase() == SwapPhase.PROBATION);
        long pid = world.rig.snapshot(before.instanceId()).pid();
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
        Rig.await(
                "its end",
                () -> world.rig.snapshot(before.instanceId()).lifecycleStatus().isFinal());
        for (int i = 0; i < 10; i++) {
            EnsureResult one = world.rig.ensure(Rig.wish("fake", "gateway", null, null));
            world.rig.endpoints.reported(one.lease().leaseRef(), new CallOutcome(false, null));
            Rig.get(world.rig.endpoints.release(one.lease().leaseRef(), "gateway"));
        }
        Swap undone = Rig.get(world.swaps.ended(begun.swapId()));
        assertRolledBack(undone, SwapPhase.PROBATION, ErrorCode.PROBATION_FAILED);
        Rig.await("the lease to be good", () -> world.lease(before).state() == LeaseState.ACTIVE);
        assertEquals(
                "1.0.0", world.rig.snapshot(world.lease(before).instanceId()).backendVersion());
    }
}
