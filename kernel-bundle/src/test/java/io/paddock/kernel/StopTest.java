// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceState;
import io.paddock.kernel.instance.Limits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void stopping_waits_for_the_leases_and_who_asks_meanwhile_gets_a_fresh_one() {
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        CompletableFuture<Void> stopped = rig.instances.stop(first.instanceId(), false);
        rig.awaitState(first.instanceId(), InstanceState.DRAINING);
        CompletableFuture<EnsureResult> next = rig.endpoints.ensure(Rig.wish("fake", "bert", null, null));
        assertFalse(stopped.isDone());
        assertFalse(next.isDone());
        Rig.get(rig.endpoints.release(first.lease().leaseRef(), "anna"));
        Rig.get(stopped);
        EnsureResult second = Rig.get(next);
        assertFalse(second.reused());
        assertEquals(2, second.endpoint().endpointGeneration());
        assertEquals(2, fake.drivers.size());
    }

    @Test
    void who_asks_while_it_stops_may_lose_patience() {
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        CompletableFuture<Void> stopped = rig.instances.stop(first.instanceId(), false);
        assertEquals(
                ErrorCode.WAIT_EXPIRED,
                rig.refusal(Rig.wish("fake", "bert", null, Duration.ofMillis(30)))
                        .code());
        assertFalse(stopped.isDone());
        Rig.get(rig.endpoints.release(first.lease().leaseRef(), "anna"));
        Rig.get(stopped);
        assertEquals(1, fake.drivers.size(), "nothing is started for who has gone");
    }

    @Test
    void force_and_the_drain_deadline_do_not_wait_for_leases() {
        rig.limits = new Limits(32, 4, 100, Duration.ofMillis(50));
        rig.with(fake);
        Rig.get(rig.instances.stop(rig.ensure("fake").instanceId(), false));
        Rig.get(rig.instances.stop(rig.ensure("fake").instanceId(), true));
        assertTrue(rig.endpoints.leases().isEmpty());
        assertTrue(rig.instances.list().isEmpty());
    }

    @Test
    void stopping_twice_is_fine_and_stopping_nothing_is_told() {
        rig.with(fake);
        String id = rig.ensure("fake").instanceId();
        CompletableFuture<Void> once = rig.instances.stop(id, true);
        Rig.get(rig.instances.stop(id, true));
        Rig.get(once);
        Rig.get(rig.instances.stop(id, true));
        assertEquals(
                ErrorCode.INSTANCE_NOT_FOUND,
                Rig.refusal(rig.instances.stop("fake-0-1", true)).code());
    }

    @Test
    void an_idle_instance_stops_and_comes_back_when_asked() {
        fake.timings = fake.timings.withIdleAfter(Duration.ofMillis(60));
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        Rig.await("more than the idle time", () -> fake.drivers.get(0).checks.get() > 6);
        assertEquals(InstanceState.READY, rig.snapshot(first.instanceId()).lifecycleStatus());
        Rig.get(rig.endpoints.release(first.lease().leaseRef(), "anna"));
        rig.awaitGone(first.instanceId());
        assertEquals(2, rig.ensure("fake").endpoint().endpointGeneration());
    }

    @Test
    void an_instance_never_stops_for_idleness_under_a_live_lease() {
        fake.timings = fake.timings.withIdleAfter(Duration.ofMillis(1));
        rig.with(fake);
        for (int i = 0; i < 150; i++) {
            EnsureResult result = rig.ensure("fake");
            assertEquals(
                    InstanceState.READY,
                    rig.snapshot(result.instanceId()).lifecycleStatus(),
                    "stopped under a live lease in round " + i);
            assertEquals(1, rig.endpoints.leases().size());
            Rig.get(rig.endpoints.release(result.lease().leaseRef(), "anna"));
        }
    }

    @Test
    void a_start_that_everybody_gave_up_does_not_live_for_ever() {
        fake.timings = fake.timings.withIdleAfter(Duration.ofMillis(30));
        java.util.concurrent.atomic.AtomicBoolean loaded = new java.util.concurrent.atomic.AtomicBoolean();
        fake.prepare = driver ->
                driver.probe = () -> loaded.get() ? FakeDriver.ready(9) : new io.paddock.spi.Probe.Pending("loading");
        rig.with(fake);
        CompletableFuture<EnsureResult> asked = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await("the start", () -> !fake.drivers.isEmpty());
        assertTrue(asked.cancel(true));
        loaded.set(true);
        Rig.await("the end", () -> rig.instances.list().isEmpty());
        assertEquals(1, fake.drivers.get(0).closes.get());
    }

    @Test
    void a_closed_kernel_answers_and_starts_nothing() {
        rig.with(fake);
        rig.ensure("fake");
        rig.close();
        assertTrue(rig.endpoints.ensure(Rig.wish("fake")).isCompletedExceptionally());
        assertTrue(rig.instances.list().isEmpty());
        assertEquals(1, fake.drivers.get(0).closes.get());
    }

    @Test
    void many_who_ask_while_it_stops_share_one_fresh_instance() {
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        CompletableFuture<Void> stopped = rig.instances.stop(first.instanceId(), false);
        rig.awaitState(first.instanceId(), InstanceState.DRAINING);
        java.util.List<CompletableFuture<EnsureResult>> asked = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> rig.endpoints.ensure(Rig.wish("fake", "owner-" + i, null, null)))
                .toList();
        Rig.get(rig.instances.stop(first.instanceId(), true));
        Rig.get(stopped);
        assertEquals(
                1,
                asked.stream()
                        .map(Rig::get)
                        .map(EnsureResult::instanceId)
                        .distinct()
                        .count());
        assertEquals(2, fake.drivers.size());
    }

    @Test
    void a_lease_on_a_draining_instance_can_be_renewed_and_holds_the_drain() {
        rig.with(fake);
        EnsureResult first = rig.ensure(Rig.wish("fake", "anna", Duration.ofSeconds(60), null));
        CompletableFuture<Void> stopped = rig.instances.stop(first.instanceId(), false);
        rig.awaitState(first.instanceId(), InstanceState.DRAINING);
        Rig.get(rig.endpoints.renew(first.lease().leaseRef(), "anna", Duration.ofMillis(50)));
        Rig.get(stopped);
        assertTrue(rig.endpoints.leases().isEmpty());
    }

    @Test
    void a_stopped_instances_leases_say_why_they_ended() {
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        Rig.get(rig.instances.stop(first.instanceId(), true));
        io.paddock.api.Lease lease =
                rig.endpoints.lease(first.lease().leaseRef()).orElseThrow();
        assertEquals(io.paddock.api.LeaseState.REVOKED, lease.state());
        assertEquals(ErrorCode.DRAINING, lease.cause().code());
        assertEquals(1, fake.drivers.size(), "what was stopped on purpose does not come back");
    }

    @Test
    void a_driver_that_does_not_close_cannot_hold_up_a_stop() {
        java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
        fake.prepare = driver -> driver.onClose = () -> Quick.awaitDeaf(release);
        rig.with(fake);
        long start = System.nanoTime();
        Rig.get(rig.instances.stop(rig.ensure("fake").instanceId(), true));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
        release.countDown();
    }
}
