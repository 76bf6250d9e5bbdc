// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CauseChain;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second kernel takes up what the first one left behind. */
class RuntimeRestartTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Restarts restarts = new Restarts();

    @AfterEach
    void close() {
        restarts.close();
    }

    @Test
    void a_lease_waits_for_its_backend_and_is_good_again_with_the_next_generation() {
        restarts.rig.with(Restarts.fake());
        Lease before = restarts.grant("anna", HOUR);
        restarts.restart();
        Lease waiting = restarts.only();
        assertEquals(LeaseState.RECOVERING, waiting.state());
        assertEquals(ErrorCode.RUNTIME_RESTARTED, waiting.cause().code());
        assertEquals(before.expiresAt(), waiting.expiresAt());
        assertEquals(1, waiting.endpointGeneration());

        restarts.rig.with(Restarts.fake());
        Lease after = restarts.awaitActive(before.leaseRef());
        assertEquals(2, after.endpointGeneration());
        assertTrue(after.instanceId().endsWith("-2"), after.instanceId());
        assertEquals(before.expiresAt(), after.expiresAt());
        assertEquals(before.context(), after.context());
        assertEquals(before.grantedAt(), after.grantedAt());
        EnsureResult joined = restarts.rig.ensure("fake");
        assertEquals(after.instanceId(), joined.instanceId());
        assertTrue(joined.reused());
        Rig.await(
                "it to be written",
                () -> restarts.state.instances().get(0).generation() == 2
                        && restarts.state.lease(before.leaseRef()).state() == LeaseState.ACTIVE);
    }

    @Test
    void what_happened_is_told_and_the_chain_of_causes_goes_back_to_the_restart() {
        restarts.rig.with(Restarts.fake());
        Lease before = restarts.grant("anna", HOUR);
        restarts.restart();
        restarts.rig.with(Restarts.fake());
        Lease after = restarts.awaitActive(before.leaseRef());
        assertEquals(1, restarts.told(EventType.LEASE_RESTORED).size());
        assertEquals(
                "runtime_restarted",
                restarts.told(EventType.LEASE_RESTORED).get(0).causeCode());
        assertEquals(1, restarts.told(EventType.INSTANCE_RESTORED).size());
        assertEquals(
                "runtime_restarted",
                restarts.told(EventType.INSTANCE_PLANNED).get(0).causeCode());
        // The lease is live a moment before that is written down.
        Rig.await(
                "the recovery to be told",
                () -> restarts.told(EventType.LEASE_RECOVERED).size() == 1);
        assertTrue(restarts.told(EventType.LEASE_RENEWED).isEmpty());
        assertTrue(restarts.told(EventType.LEASE_RECOVERING).isEmpty());

        CauseChain why = restarts.rig.events.whyLease(before.leaseRef());
        String words = why.items().toString();
        assertTrue(words.contains("the runtime was restarted, and leases on it have time left"), words);
        assertTrue(words.contains("was kept while the runtime was down"), words);
        assertFalse(words.contains("null"), words);
        assertTrue(why.complete());
        String instance =
                restarts.rig.events.whyInstance(after.instanceId()).items().toString();
        assertTrue(instance.contains("it was wanted before the runtime was restarted"), instance);
    }

    @Test
    void a_graceful_end_and_a_sudden_one_leave_the_same() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.rig.close();
        restarts.rig = restarts.opened(new Rig(restarts.state));
        assertEquals(LeaseState.RECOVERING, restarts.only().state());
        restarts.rig.with(Restarts.fake());
        assertEquals(2, restarts.awaitActive(lease.leaseRef()).endpointGeneration());
    }

    @Test
    void what_was_started_on_purpose_comes_back_without_leases() {
        restarts.rig.with(Restarts.fake());
        String before = Rig.get(restarts.rig.instances.start(Rig.wish("fake")))
                .instance()
                .instanceId();
        restarts.restart();
        restarts.rig.with(Restarts.fake());
        String after = before.replaceAll("-1$", "-2");
        restarts.rig.awaitState(after, InstanceState.READY);
        assertTrue(restarts.told(EventType.INSTANCE_RESTORED).get(0).cause().contains("somebody had asked for it"));
        restarts.restart();
        restarts.rig.with(Restarts.fake());
        restarts.rig.awaitState(before.replaceAll("-1$", "-3"), InstanceState.READY);
    }

    @Test
    void an_engine_that_dies_while_it_comes_up_again_is_restarted_for_the_leases() {
        restarts.rig.with(Restarts.fake().spawning("sh", "-c", "exec sleep 60"));
        Lease lease = restarts.grant("anna", HOUR);
        restarts.restart();
        FakeBackend again = Restarts.fake();
        AtomicInteger opened = new AtomicInteger();
        again.prepare = driver -> {
            if (opened.incrementAndGet() == 1) {
                ProcessHandle.of(driver.launched.pid()).orElseThrow().destroyForcibly();
            }
        };
        restarts.rig.with(again.spawning("sh", "-c", "exec sleep 60"));
        assertTrue(restarts.awaitActive(lease.leaseRef()).endpointGeneration() >= 2);
    }

    @Test
    void a_lease_of_which_nobody_knows_what_it_was_for_is_revoked() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        KeptState left =
                restarts.opened(new KeptState()).with(restarts.state.leases().get(0));
        restarts.rig.close();
        restarts.state = left;
        restarts.rig = restarts.opened(new Rig(left));
        assertTrue(restarts.rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.REVOKED,
                restarts.rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        Rig.await("it to be dropped", () -> left.leases().isEmpty());
    }

    @Test
    void state_that_was_lost_is_told() {
        KeptState left = restarts.opened(new KeptState());
        left.warning = "the kept restarts.state could not be used";
        Rig second = restarts.opened(new Rig(left));
        Event lost = Rig.get(second.events.read(new EventQuery(0, 10, null, Duration.ZERO)))
                .items()
                .get(0);
        assertEquals(EventType.STATE_LOST, lost.type());
        assertEquals("state_unreadable", lost.causeCode());
        assertEquals(left.warning, lost.cause());
        second.with(Restarts.fake());
        assertNotNull(second.ensure("fake"));
    }

    @Test
    void without_durability_nothing_is_kept_and_nothing_comes_back() {
        Rig plain = restarts.opened(new Rig());
        plain.with(Restarts.fake());
        Lease lease = plain.ensure("fake").lease();
        assertFalse(plain.endpoints.leases().isEmpty());
        assertTrue(restarts.state.leases().isEmpty());
        Rig.get(plain.endpoints.renew(lease.leaseRef(), "anna", HOUR));
        Rig.get(plain.endpoints.release(lease.leaseRef(), "anna"));
    }
}
