// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InstanceState;
import io.paddock.kernel.instance.Limits;
import io.paddock.spi.Probe;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemovalTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private Duration remove(FakeBackend backend) {
        long start = System.nanoTime();
        rig.core.backends().remove(backend);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void an_attached_instance_is_dropped_with_its_leases() {
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        remove(fake);
        rig.awaitGone(result.instanceId());
        assertTrue(rig.endpoints.leases().isEmpty());
        assertEquals(1, fake.drivers.get(0).closes.get());
        assertEquals(
                ErrorCode.BACKEND_NOT_REGISTERED, rig.refusal(Rig.wish("fake")).code());
        Rig.get(rig.endpoints.release(result.lease().leaseRef(), "anna"));
    }

    @Test
    void a_leased_process_is_drained_while_the_next_registration_works_at_once() {
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        EnsureResult old = rig.ensure("fake");
        ProcessHandle process =
                ProcessHandle.of(rig.snapshot(old.instanceId()).pid()).orElseThrow();
        remove(fake);
        assertEquals(1, fake.drivers.get(0).closes.get(), "the driver is gone, the process is not");
        assertEquals(InstanceState.DRAINING, rig.snapshot(old.instanceId()).lifecycleStatus());
        assertTrue(process.isAlive());

        FakeBackend again = new FakeBackend("fake").spawning("sh", "-c", "exec sleep 60");
        rig.with(again);
        EnsureResult fresh = rig.ensure("fake");
        assertFalse(fresh.reused());
        assertEquals(2, fresh.endpoint().endpointGeneration());
        assertEquals(old.endpoint().endpointId(), fresh.endpoint().endpointId());
        assertTrue(process.isAlive());

        Rig.get(rig.endpoints.release(old.lease().leaseRef(), "anna"));
        rig.awaitGone(old.instanceId());
        assertFalse(
                process.isAlive() && process.info().command().isPresent(),
                "the process runs"); // or is not collected yet
        assertEquals(fresh.instanceId(), rig.ensure("fake").instanceId());
    }

    @Test
    void a_drain_has_a_deadline() {
        rig.limits = new Limits(32, 4, 100, Duration.ofMillis(100));
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        EnsureResult old = rig.ensure("fake");
        remove(fake);
        rig.awaitGone(old.instanceId());
        assertTrue(rig.endpoints.leases().isEmpty());
    }

    @Test
    void a_drained_process_that_dies_is_noticed_without_its_driver() {
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        EnsureResult old = rig.ensure("fake");
        remove(fake);
        ProcessHandle.of(rig.snapshot(old.instanceId()).pid()).orElseThrow().destroyForcibly();
        rig.awaitGone(old.instanceId());
        assertTrue(rig.endpoints.leases().isEmpty());
    }

    @Test
    void an_engine_inside_this_jvm_is_closed_before_removal_returns() {
        AtomicBoolean freed = new AtomicBoolean();
        fake.plan = fake::embed;
        fake.prepare = driver -> driver.onClose = () -> freed.set(true);
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        remove(fake);
        assertTrue(freed.get());
        rig.awaitGone(result.instanceId());
    }

    @Test
    void an_engine_inside_this_jvm_finishes_its_requests_first() {
        fake.plan = fake::embed;
        rig.with(fake);
        EnsureResult request = rig.ensure("fake");
        CompletableFuture<Duration> removal = CompletableFuture.supplyAsync(() -> remove(fake));
        Rig.await("the drain", () -> rig.snapshot(request.instanceId()).lifecycleStatus() == InstanceState.DRAINING);
        assertEquals(0, fake.drivers.get(0).closes.get());
        assertEquals(1, rig.endpoints.leases().size());
        Rig.get(rig.endpoints.release(request.lease().leaseRef(), "anna"));
        Duration took = removal.join();
        assertEquals(1, fake.drivers.get(0).closes.get());
        rig.awaitGone(request.instanceId());
        assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, "it waits no longer than for its requests: " + took);
    }

    @Test
    void an_engine_inside_this_jvm_that_drained_already_has_no_longer_than_the_others() {
        rig.limits = rig.limits.withDrain(Duration.ofMinutes(1));
        fake.plan = fake::embed;
        rig.with(fake);
        EnsureResult request = rig.ensure("fake");
        CompletableFuture<?> stopping = rig.instances.stop(request.instanceId(), false);
        Rig.await("the drain", () -> rig.snapshot(request.instanceId()).lifecycleStatus() == InstanceState.DRAINING);
        remove(fake);
        assertEquals(1, fake.drivers.get(0).closes.get());
        rig.awaitGone(request.instanceId());
        Rig.get(stopping);
    }

    @Test
    void an_engine_that_does_not_end_is_left_after_its_time() {
        CountDownLatch release = new CountDownLatch(1);
        fake.plan = fake::embed;
        fake.prepare = driver -> driver.onClose = () -> Quick.awaitDeaf(release);
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        Duration took = remove(fake);
        assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took.toString());
        rig.awaitGone(result.instanceId());
        release.countDown();
    }

    @Test
    void whoever_waits_for_a_start_is_told_and_the_probe_is_interrupted() {
        AtomicBoolean interrupted = new AtomicBoolean();
        fake.prepare = driver -> driver.probe = () -> {
            try {
                StartTest.hang();
            } catch (IllegalStateException e) {
                interrupted.set(true);
            }
            return new Probe.Pending("never");
        };
        rig.with(fake);
        CompletableFuture<EnsureResult> waiting = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await(
                "the probe",
                () -> !fake.drivers.isEmpty() && fake.drivers.get(0).probes.get() > 0);
        Duration took = remove(fake);
        assertTrue(took.compareTo(Duration.ofSeconds(2)) < 0, took.toString());
        assertTrue(interrupted.get(), "no thread is in the backend any more");
        assertEquals(ErrorCode.DRAINING, Rig.refusal(waiting).code());
        assertEquals(0, fake.drivers.get(0).overlaps.get());
    }

    @Test
    void a_plan_under_way_is_called_off() {
        CountDownLatch planning = new CountDownLatch(1);
        fake.plan = spec -> {
            planning.countDown();
            StartTest.hang();
            return null;
        };
        rig.with(fake);
        CompletableFuture<EnsureResult> waiting = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await("planning", () -> planning.getCount() == 0);
        remove(fake);
        assertEquals(ErrorCode.DRAINING, Rig.refusal(waiting).code());
        assertTrue(rig.instances.list().isEmpty());
    }

    @Test
    void code_that_ignores_every_interrupt_cannot_hold_up_removal() {
        CountDownLatch release = new CountDownLatch(1);
        fake.prepare = driver -> driver.probe = () -> {
            Quick.awaitDeaf(release);
            return new Probe.Pending("never");
        };
        rig.with(fake);
        CompletableFuture<EnsureResult> waiting = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await(
                "the probe",
                () -> !fake.drivers.isEmpty() && fake.drivers.get(0).probes.get() > 0);
        Duration took = remove(fake);
        assertTrue(took.compareTo(Duration.ofSeconds(4)) < 0, took.toString());
        assertEquals(ErrorCode.DRAINING, Rig.refusal(waiting).code());
        assertEquals(0, fake.drivers.get(0).closes.get(), "a driver is never called twice at once");
        release.countDown();
    }

    @Test
    void the_kernel_keeps_nothing_of_a_removed_backend() {
        WeakReference<FakeBackend> gone = useAndRemove();
        Rig.await("collection", () -> {
            System.gc();
            return gone.get() == null;
        });
        assertEquals(1, rig.endpoints.leases().size(), "its process still drains");
        assertTrue(Rig.get(rig.models.list()).isEmpty());
    }

    private WeakReference<FakeBackend> useAndRemove() {
        FakeBackend backend =
                new FakeBackend("short").spawning("sh", "-c", "exec sleep 60").offering("tiny");
        rig.with(backend);
        rig.ensure("short");
        Rig.get(rig.models.list());
        rig.core.backends().remove(backend);
        return new WeakReference<>(backend);
    }

    @Test
    void removing_and_registering_again_and_again_leaves_nothing() {
        rig.limits = new Limits(32, 4, 1000, Duration.ofMillis(1));
        for (int i = 1; i <= 30; i++) {
            FakeBackend next = new FakeBackend("fake");
            rig.with(next);
            assertEquals(i, rig.ensure("fake").endpoint().endpointGeneration());
            rig.core.backends().remove(next);
        }
        Rig.await("the last to go", () -> rig.instances.list().isEmpty());
        assertTrue(rig.endpoints.leases().isEmpty());
    }

    @Test
    void ensures_that_race_with_removal_are_all_answered() {
        for (int round = 0; round < 20; round++) {
            FakeBackend racing = new FakeBackend("racing");
            rig.with(racing);
            java.util.List<CompletableFuture<EnsureResult>> asked = new java.util.ArrayList<>();
            Thread caller = new Thread(() -> {
                for (int i = 0; i < 50; i++) {
                    asked.add(rig.endpoints.ensure(Rig.wish("racing")));
                }
            });
            caller.start();
            rig.core.backends().remove(racing);
            Rig.await("the caller", () -> !caller.isAlive());
            asked.forEach(one -> Rig.await("an answer", one::isDone));
        }
        Rig.await("the last to go", () -> rig.instances.list().isEmpty());
        assertTrue(rig.endpoints.leases().isEmpty());
    }
}
