// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Explanation;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.RestartPolicy;
import io.paddock.kernel.instance.Vigilance;
import io.paddock.spi.Health;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines that fail, and what their callers and lease holders see of it. */
class RestartTest {
    private static final Duration PAUSE = Duration.ofSeconds(3); // more than a busy machine takes to ask twice

    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");
    private final AtomicBoolean loads = new AtomicBoolean(true);

    @BeforeEach
    void quickRestarts() {
        rig.limits = rig.limits.withRestarts(policy(20, 3));
        fake.prepare = driver ->
                driver.probe = () -> loads.get() ? FakeDriver.ready(9) : new Probe.Pending("503 loading model");
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private static RestartPolicy policy(int baseMs, int crashes) {
        return new RestartPolicy(
                Duration.ofMillis(baseMs), Duration.ofSeconds(1), crashes, Duration.ofMinutes(1), PAUSE);
    }

    private void kill(String instance) {
        ProcessHandle.of(rig.snapshot(instance).pid()).orElseThrow().destroyForcibly();
    }

    private Lease lease(Lease granted) {
        return rig.endpoints.lease(granted.leaseRef()).orElseThrow();
    }

    private void awaitLease(Lease granted, LeaseState state) {
        Rig.await("the lease to be " + state, () -> lease(granted).state() == state);
    }

    @Test
    void a_leased_instance_whose_process_dies_comes_back_under_the_same_lease() {
        EnsureResult first = rig.ensure("fake");
        kill(first.instanceId());
        rig.awaitState(first.instanceId(), InstanceState.FAILED);
        Rig.await("another instance", () -> !lease(first.lease()).instanceId().equals(first.instanceId()));
        Lease lease = lease(first.lease());
        assertEquals(LeaseState.ACTIVE, lease.state());
        assertNull(lease.cause());
        assertEquals(2, lease.endpointGeneration());
        InstanceSnapshot fresh = rig.snapshot(lease.instanceId());
        assertEquals(InstanceState.READY, fresh.lifecycleStatus());
        assertEquals(1, fresh.leaseCount());
        assertNotEquals(first.instanceId(), fresh.instanceId());
        assertEquals(1, rig.endpoints.leasesOnInstance(fresh.instanceId()).size());
        assertTrue(rig.ensure("fake").reused());
        assertEquals(2, rig.endpoints.leasesOfOwner("anna").size());
        assertEquals(HealthStatus.UNAVAILABLE, rig.snapshot(first.instanceId()).healthStatus());
    }

    @Test
    void the_failed_one_stays_queryable_with_its_last_error() {
        EnsureResult first = rig.ensure("fake");
        kill(first.instanceId());
        awaitLease(first.lease(), LeaseState.ACTIVE);
        rig.awaitState(first.instanceId(), InstanceState.FAILED);
        Problem error = rig.snapshot(first.instanceId()).lastError();
        assertEquals(ErrorCode.PROCESS_EXITED, error.code());
        assertTrue(error.detail().contains("signal 9"), error.detail());
    }

    @Test
    void without_leases_nothing_is_started_again_until_somebody_asks() {
        EnsureResult first = rig.ensure("fake");
        Rig.get(rig.endpoints.release(first.lease().leaseRef(), "anna"));
        kill(first.instanceId());
        rig.awaitState(first.instanceId(), InstanceState.FAILED);
        assertEquals(1, rig.instances.list().size());
        EnsureResult second = rig.ensure("fake");
        assertFalse(second.reused());
        assertEquals(2, second.endpoint().endpointGeneration());
    }

    @Test
    void a_lease_is_recovering_meanwhile_and_can_be_renewed_and_released() {
        EnsureResult first = rig.ensure("fake");
        Lease other = rig.ensure(Rig.wish("fake", "bert", null, null)).lease();
        loads.set(false);
        kill(first.instanceId());
        awaitLease(first.lease(), LeaseState.RECOVERING);
        assertEquals(ErrorCode.PROCESS_EXITED, lease(first.lease()).cause().code());
        Lease renewed = Rig.get(rig.endpoints.renew(first.lease().leaseRef(), "anna", Duration.ofHours(1)));
        assertEquals(LeaseState.RECOVERING, renewed.state());
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(rig.endpoints.release(other.leaseRef(), "anna")).code());
        Rig.get(rig.endpoints.release(other.leaseRef(), "bert"));
        assertEquals(1, rig.endpoints.leases().size());
        loads.set(true);
        awaitLease(first.lease(), LeaseState.ACTIVE);
        assertEquals(renewed.expiresAt(), lease(first.lease()).expiresAt());
    }

    @Test
    void who_asks_while_it_recovers_joins_the_restart() {
        EnsureResult first = rig.ensure("fake");
        loads.set(false);
        kill(first.instanceId());
        awaitLease(first.lease(), LeaseState.RECOVERING);
        CompletableFuture<EnsureResult> asked = rig.endpoints.ensure(Rig.wish("fake", "bert", null, null));
        loads.set(true);
        EnsureResult second = Rig.get(asked);
        assertEquals(2, second.endpoint().endpointGeneration());
        awaitLease(first.lease(), LeaseState.ACTIVE);
        assertEquals(second.instanceId(), lease(first.lease()).instanceId());
        assertEquals(2, fake.drivers.size(), "one restart for all");
    }

    @Test
    void a_crash_loop_revokes_the_leases_and_says_when_to_come_back() {
        EnsureResult first = rig.ensure("fake");
        fake.prepare = driver -> driver.probe = () -> new Probe.Failed("the model file is truncated");
        kill(first.instanceId());
        awaitLease(first.lease(), LeaseState.REVOKED);
        Problem cause = lease(first.lease()).cause();
        assertEquals(ErrorCode.CRASH_LOOP, cause.code());
        assertTrue(cause.detail().contains("the model file is truncated"), cause.detail());
        assertTrue(rig.endpoints.leases().isEmpty());
        Problem renewal = Rig.refusal(rig.endpoints.renew(first.lease().leaseRef(), "anna", null));
        assertEquals(ErrorCode.LEASE_NOT_FOUND, renewal.code());
        assertTrue(renewal.detail().contains("truncated"), renewal.detail());

        Problem problem = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.CRASH_LOOP, problem.code());
        assertTrue(problem.retryAfter().compareTo(PAUSE) <= 0);
        assertTrue(problem.detail().contains("the model file is truncated"), problem.detail());
        assertEquals(3, fake.drivers.size());
    }

    @Test
    void after_its_pause_one_start_is_tried_and_a_good_one_ends_the_loop() {
        fake.prepare = driver -> driver.probe = () -> new Probe.Failed("no");
        for (int i = 0; i < 3; i++) {
            assertEquals(ErrorCode.LAUNCH_FAILED, rig.refusal(Rig.wish("fake")).code());
            int failed = i + 1;
            Rig.await("the end of it", () -> rig.instances.list().size() == failed);
        }
        assertEquals(ErrorCode.CRASH_LOOP, rig.refusal(Rig.wish("fake")).code());
        Explanation explained = Rig.get(rig.backends.explain(Rig.wish("fake")));
        assertEquals(ErrorCode.CRASH_LOOP, explained.items().get(0).problem().code());
        assertEquals(3, fake.drivers.size(), "nothing is started in a pause");
        fake.prepare = driver -> {};
        Rig.await(
                "the end of the pause",
                () -> !rig.endpoints
                        .ensure(Rig.wish("fake"))
                        .handle((result, failure) -> failure != null)
                        .join());
    }

    @Test
    void every_caller_of_a_failed_start_is_told_at_once() {
        fake.prepare = driver -> driver.probe = () -> new Probe.Failed("no");
        CompletableFuture<EnsureResult> one = rig.endpoints.ensure(Rig.wish("fake"));
        CompletableFuture<EnsureResult> two = rig.endpoints.ensure(Rig.wish("fake"));
        assertEquals(ErrorCode.LAUNCH_FAILED, Rig.refusal(one).code());
        assertEquals(ErrorCode.LAUNCH_FAILED, Rig.refusal(two).code());
    }

    @Test
    void a_start_after_a_failure_rests_first() {
        rig.limits = rig.limits.withRestarts(policy(400, 9));
        fake.prepare = driver -> driver.probe = () -> new Probe.Failed("no");
        long start = System.nanoTime(); // before the failure, so before its rest
        assertEquals(ErrorCode.LAUNCH_FAILED, rig.refusal(Rig.wish("fake")).code());
        fake.prepare = driver -> {};
        rig.ensure("fake");
        long took = (System.nanoTime() - start) / 1_000_000;
        assertTrue(took >= 100, "came back after ms: " + took);
    }

    @Test
    void an_engine_of_ours_that_stays_unavailable_is_replaced() {
        rig.limits = rig.limits.withVigilance(new Vigilance(2, Duration.ofMillis(60), Duration.ofHours(1)));
        EnsureResult first = rig.ensure("fake");
        fake.drivers.get(0).check = () -> new Health(HealthStatus.UNAVAILABLE, "connection refused");
        Rig.await("another instance", () -> !lease(first.lease()).instanceId().equals(first.instanceId()));
        assertEquals(2, lease(first.lease()).endpointGeneration());
        assertEquals(
                ErrorCode.INSTANCE_UNAVAILABLE,
                rig.snapshot(first.instanceId()).lastError().code());
    }

    @Test
    void an_engine_that_is_busy_with_requests_is_left_alone() {
        rig.limits = rig.limits.withVigilance(new Vigilance(2, Duration.ofMillis(1), Duration.ofHours(1)));
        EnsureResult first = rig.ensure("fake");
        FakeDriver driver = fake.drivers.get(0);
        driver.check = () -> {
            rig.endpoints.progressed(first.lease().leaseRef());
            return new Health(HealthStatus.UNAVAILABLE, "timed out");
        };
        int checks = driver.checks.get();
        Rig.await("ten more checks", () -> driver.checks.get() > checks + 10);
        InstanceSnapshot snapshot = rig.snapshot(first.instanceId());
        assertEquals(InstanceState.READY, snapshot.lifecycleStatus());
        assertEquals(HealthStatus.DEGRADED, snapshot.healthStatus());
    }

    @Test
    void a_backend_that_goes_takes_the_recovery_with_it() {
        EnsureResult first = rig.ensure("fake");
        loads.set(false);
        kill(first.instanceId());
        awaitLease(first.lease(), LeaseState.RECOVERING);
        rig.core.backends().remove(fake);
        awaitLease(first.lease(), LeaseState.REVOKED);
        Rig.await(
                "the end",
                () -> rig.instances.list().stream().allMatch(one -> one.lifecycleStatus() == InstanceState.FAILED));
    }

    @Test
    void stopping_a_recovering_instance_revokes_its_leases_with_the_reason() {
        EnsureResult first = rig.ensure("fake");
        loads.set(false);
        kill(first.instanceId());
        Rig.await(
                "the restart",
                () -> rig.instances.list().stream().anyMatch(one -> one.lifecycleStatus() == InstanceState.STARTING));
        InstanceSnapshot heir = rig.instances.list().stream()
                .filter(one -> one.lifecycleStatus() == InstanceState.STARTING)
                .findFirst()
                .orElseThrow();
        Rig.get(rig.instances.stop(heir.instanceId(), false));
        assertEquals(LeaseState.REVOKED, lease(first.lease()).state());
        assertEquals(ErrorCode.DRAINING, lease(first.lease()).cause().code());
    }

    @Test
    void renewals_and_releases_that_race_with_crashes_lose_no_lease() {
        rig.limits = rig.limits.withRestarts(policy(1, 100));
        for (int round = 0; round < 8; round++) {
            Lease kept = rig.ensure(Rig.wish("fake", "anna", Duration.ofMinutes(5), null))
                    .lease();
            Lease given = rig.ensure(Rig.wish("fake", "bert", null, null)).lease();
            kill(kept.instanceId());
            for (int i = 0; i < 200; i++) {
                Rig.get(rig.endpoints.renew(kept.leaseRef(), "anna", Duration.ofMinutes(5)));
            }
            Rig.get(rig.endpoints.release(given.leaseRef(), "bert"));
            String before = kept.instanceId();
            Rig.await("the next", () -> !lease(kept).instanceId().equals(before));
            assertEquals(LeaseState.ACTIVE, lease(kept).state());
            assertEquals(1, rig.endpoints.leases().size());
            Rig.get(rig.endpoints.release(kept.leaseRef(), "anna"));
        }
    }
}
