// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.spi.Health;
import io.paddock.spi.Probe;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");
    private final AtomicBoolean loaded = new AtomicBoolean();

    @AfterEach
    void close() {
        rig.close();
    }

    private void loading() {
        fake.prepare = driver ->
                driver.probe = () -> loaded.get() ? FakeDriver.ready(9) : new Probe.Pending("503 loading model");
        rig.with(fake);
    }

    private void probing(java.util.function.Supplier<Probe> probe) {
        fake.prepare = driver -> driver.probe = probe;
        rig.with(fake);
    }

    static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Test
    void one_impatient_caller_gives_up_and_the_start_goes_on_for_the_others() {
        loading();
        CompletableFuture<EnsureResult> patient = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await(
                "the first look",
                () -> rig.instances.list().stream().anyMatch(one -> "503 loading model".equals(one.detail())));
        Problem expired = rig.refusal(Rig.wish("fake", "bert", null, Duration.ofMillis(30)));
        assertEquals(ErrorCode.WAIT_EXPIRED, expired.code());
        assertNotNull(expired.retryAfter());
        assertTrue(expired.detail().contains("(503 loading model)"), expired::detail);
        assertFalse(patient.isDone());
        loaded.set(true);
        EnsureResult result = Rig.get(patient);
        assertTrue(rig.ensure(Rig.wish("fake", "bert", null, Duration.ZERO)).reused());
        assertEquals(1, fake.drivers.size());
        assertEquals(2, rig.snapshot(result.instanceId()).leaseCount());
    }

    @Test
    void no_patience_at_all_means_ready_now_or_not() {
        loading();
        assertEquals(
                ErrorCode.WAIT_EXPIRED,
                rig.refusal(Rig.wish("fake", "anna", null, Duration.ZERO)).code());
    }

    @Test
    void a_cancelled_wait_leaves_no_lease_behind() {
        loading();
        CompletableFuture<EnsureResult> cancelled = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await("the start", () -> !rig.instances.list().isEmpty());
        rig.limits = new io.paddock.kernel.instance.Limits(32, 4, 1, Duration.ofSeconds(1));
        assertEquals(ErrorCode.AT_CAPACITY, rig.refusal(Rig.wish("fake")).code());
        assertTrue(cancelled.cancel(true));
        loaded.set(true);
        EnsureResult other = rig.ensure("fake");
        assertEquals(1, rig.endpoints.leases().size());
        assertEquals(1, rig.snapshot(other.instanceId()).leaseCount());
    }

    @Test
    void a_start_that_failed_stays_visible_and_the_next_one_is_fresh() {
        AtomicBoolean broken = new AtomicBoolean(true);
        probing(() -> broken.get() ? new Probe.Failed("the model file is truncated") : FakeDriver.ready(9));
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.LAUNCH_FAILED, problem.code());
        assertTrue(problem.detail().contains("the model file is truncated"), problem.detail());
        InstanceSnapshot failed = rig.failed();
        assertEquals(InstanceState.FAILED, failed.lifecycleStatus());
        assertEquals(ErrorCode.LAUNCH_FAILED, failed.lastError().code());
        broken.set(false);
        EnsureResult next = rig.ensure("fake");
        assertEquals(2, next.endpoint().endpointGeneration());
        assertFalse(next.reused());
        assertEquals(2, rig.instances.list().size());
        assertEquals(
                failed.endpointGeneration() + 1, rig.snapshot(next.instanceId()).endpointGeneration());
        assertEquals(1, fake.drivers.get(0).closes.get());
    }

    @Test
    void a_probe_that_throws_is_the_backends_failure() {
        probing(() -> {
            throw new IllegalStateException("driver bug in /secret/path");
        });
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.BACKEND_FAILED, problem.code());
        assertFalse(problem.detail().contains("/secret/path"), "only the log says what was thrown");
    }

    @Test
    void a_probe_that_answers_nothing_is_the_backends_failure() {
        probing(() -> null);
        assertEquals(ErrorCode.BACKEND_FAILED, rig.refusal(Rig.wish("fake")).code());
    }

    @Test
    void a_probe_that_hangs_is_interrupted_and_asked_again() {
        AtomicBoolean hung = new AtomicBoolean();
        fake.timings = Quick.timings(Duration.ofSeconds(20), Duration.ofMillis(50));
        probing(() -> {
            if (hung.compareAndSet(false, true)) {
                hang();
            }
            return FakeDriver.ready(9);
        });
        rig.ensure("fake");
        assertTrue(fake.drivers.get(0).probes.get() >= 2);
        assertEquals(0, fake.drivers.get(0).overlaps.get());
    }

    @Test
    void a_probe_that_ignores_its_interrupt_is_never_joined_by_a_second_one() {
        CountDownLatch release = new CountDownLatch(1);
        fake.timings = Quick.timings(Duration.ofMillis(400), Duration.ofMillis(40));
        probing(() -> {
            Quick.awaitDeaf(release);
            return FakeDriver.ready(9);
        });
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.READINESS_TIMEOUT, problem.code());
        assertEquals(1, fake.drivers.get(0).probes.get());
        release.countDown();
    }

    @Test
    void a_server_that_never_loads_runs_into_its_deadline() {
        fake.timings = Quick.timings(Duration.ofMillis(150), Duration.ofSeconds(1));
        loading();
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.READINESS_TIMEOUT, problem.code());
        assertTrue(problem.detail().contains("503 loading model"), problem.detail());
    }

    @Test
    void a_server_that_makes_progress_may_take_longer_than_its_deadline() {
        fake.timings = Quick.timings(Duration.ofMillis(300), Duration.ofSeconds(1));
        long start = System.nanoTime();
        probing(() -> {
            long ms = (System.nanoTime() - start) / 1_000_000;
            return ms > 900 ? FakeDriver.ready(9) : new Probe.Pending("loading", ms);
        });
        rig.ensure("fake");
    }

    @Test
    void a_ready_that_nobody_can_call_is_not_published() {
        probing(() -> new Probe.Ready(
                URI.create("http://0.0.0.0:80/v1"),
                Map.of(),
                io.paddock.api.Protocol.OPENAI_CHAT_COMPLETIONS,
                null,
                Map.of(),
                Map.of()));
        assertEquals(ErrorCode.UNTRUTHFUL_PLAN, rig.refusal(Rig.wish("fake")).code());
    }

    @Test
    void health_is_asked_before_publication() {
        AtomicBoolean well = new AtomicBoolean();
        fake.prepare = driver -> driver.check =
                () -> new Health(well.get() ? HealthStatus.DEGRADED : HealthStatus.UNAVAILABLE, "model is cold");
        rig.with(fake);
        CompletableFuture<EnsureResult> asked = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await(
                "two checks",
                () -> !fake.drivers.isEmpty() && fake.drivers.get(0).checks.get() >= 2);
        assertFalse(asked.isDone());
        well.set(true);
        InstanceSnapshot snapshot = rig.snapshot(Rig.get(asked).instanceId());
        assertEquals(HealthStatus.DEGRADED, snapshot.healthStatus());
        assertEquals("model is cold", snapshot.detail());
    }

    @Test
    void an_outage_refuses_new_leases_and_recovers_by_itself() {
        AtomicBoolean down = new AtomicBoolean();
        fake.prepare = driver -> driver.check = () -> {
            if (down.get()) {
                throw new IllegalStateException("connection refused");
            }
            return new Health(HealthStatus.HEALTHY, "");
        };
        rig.with(fake);
        String id = rig.ensure("fake").instanceId();
        down.set(true);
        Rig.await("the outage", () -> rig.snapshot(id).healthStatus() == HealthStatus.UNAVAILABLE);
        assertEquals(
                ErrorCode.INSTANCE_UNAVAILABLE, rig.refusal(Rig.wish("fake")).code());
        assertEquals(1, rig.endpoints.leases().size(), "an outage takes nobody's lease");
        down.set(false);
        Rig.await("recovery", () -> rig.snapshot(id).healthStatus() == HealthStatus.HEALTHY);
        assertEquals(id, rig.ensure("fake").instanceId());
    }

    @Test
    void a_driver_that_cannot_be_made_is_the_backends_failure() {
        fake.prepare = driver -> {
            throw new IllegalStateException("no driver today");
        };
        rig.with(fake);
        assertEquals(ErrorCode.BACKEND_FAILED, rig.refusal(Rig.wish("fake")).code());
    }

    @Test
    void different_options_are_different_instances() {
        rig.with(fake);
        EnsureResult one = rig.ensure(Rig.wishOptions("fake", Map.of("ctx_size", 1)));
        EnsureResult two = rig.ensure(Rig.wishOptions("fake", Map.of("ctx_size", 2)));
        assertFalse(two.reused());
        assertFalse(one.instanceId().equals(two.instanceId()));
        assertFalse(one.endpoint().endpointId().equals(two.endpoint().endpointId()));
    }

    @Test
    void a_consumer_may_accept_an_instance_that_is_not_well() {
        AtomicBoolean down = new AtomicBoolean();
        fake.prepare = driver -> driver.check = () ->
                new Health(down.get() ? HealthStatus.UNAVAILABLE : HealthStatus.HEALTHY, down.get() ? "gone" : "");
        rig.with(fake);
        String id = rig.ensure("fake").instanceId();
        down.set(true);
        Rig.await("the outage", () -> rig.snapshot(id).healthStatus() == HealthStatus.UNAVAILABLE);
        Problem refused = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.INSTANCE_UNAVAILABLE, refused.code());
        assertTrue(refused.detail().contains("gone"), refused.detail());
        assertEquals(id, rig.ensure(accepting(true)).instanceId());
        assertEquals(
                ErrorCode.INSTANCE_UNAVAILABLE, rig.refusal(accepting(false)).code());
        assertTrue(rig.snapshot(id).metadata().containsKey("health_checked_at_ms"));
    }

    static EnsureRequest accepting(Object unavailable) {
        EnsureRequest wish = Rig.wish("fake");
        ConsumerManifest any = wish.consumer();
        return new EnsureRequest(
                wish.request(),
                new ConsumerManifest(
                        any.consumer(),
                        any.acceptedRuntimeKinds(),
                        any.acceptedManagementModes(),
                        any.acceptedProtocols(),
                        any.requiredCapabilities(),
                        any.optionalCapabilities(),
                        java.util.Map.of("accept_unavailable", unavailable),
                        any.metadata()),
                wish.context(),
                wish.lease(),
                wish.patience());
    }

    @Test
    void a_start_has_an_upper_bound_whatever_progress_it_makes() {
        rig.limits = rig.limits.withVigilance(
                new io.paddock.kernel.instance.Vigilance(3, Duration.ofSeconds(30), Duration.ofMillis(200)));
        long start = System.nanoTime();
        probing(() -> new Probe.Pending("loading", System.nanoTime() - start));
        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.READINESS_TIMEOUT, problem.code());
        assertTrue(problem.detail().contains("took longer than 200 ms"), problem.detail());
    }
}
