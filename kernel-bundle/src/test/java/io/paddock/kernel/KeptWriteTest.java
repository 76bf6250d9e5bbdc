// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.KeptState.Disk;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept is written before it is answered. */
class KeptWriteTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final KeptState state = new KeptState();
    private final Rig rig = new Rig(state);
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
        state.close();
    }

    private Lease grant(Duration ttl) {
        return rig.ensure(Rig.wish("fake", "anna", ttl, null)).lease();
    }

    private static void awaitThatItIsAfter(Instant time) {
        Rig.await("the time to pass", () -> Instant.now().isAfter(time));
    }

    @Test
    void a_lease_is_written_with_what_it_takes_to_bring_its_instance_up_again() {
        rig.with(fake);
        Lease lease = rig.ensure(Rig.wishOptions("fake", java.util.Map.of("ctx_size", 64)))
                .lease();
        assertEquals(lease, state.lease(lease.leaseRef()));
        WantedInstance wanted = state.instances().get(0);
        assertEquals(1, wanted.generation());
        assertEquals(64, wanted.spec().option("ctx_size").orElseThrow());
        assertEquals(fake.key(wanted.spec()), wanted.key());
        assertEquals(wanted.key(), state.leases().get(0).endpoint());
        assertFalse(wanted.startedOnPurpose());
    }

    @Test
    void the_owner_hears_of_a_lease_when_it_is_written_and_not_before() {
        rig.with(fake);
        grant(HOUR);
        state.disk = Disk.HANGS;
        CompletableFuture<EnsureResult> asked = rig.endpoints.ensure(Rig.wish("fake", "bert", HOUR, null));
        Rig.await("the write", () -> state.hanging() == 1);
        assertFalse(asked.isDone());
        state.goOn();
        Lease lease = Rig.get(asked).lease();
        assertNotNull(state.lease(lease.leaseRef()));
    }

    @Test
    void leases_of_single_requests_are_not_written_and_wait_for_nobody() {
        rig.with(fake);
        state.disk = Disk.HANGS;
        Lease lease = grant(null);
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
        assertEquals(0, state.hanging());
    }

    @Test
    void whoever_waits_for_a_store_that_never_answers_is_told_when_his_patience_ends() {
        rig.with(fake);
        grant(HOUR);
        state.disk = Disk.HANGS;
        Problem problem = rig.refusal(Rig.wish("fake", "bert", HOUR, Duration.ofMillis(100)));
        assertEquals(ErrorCode.WAIT_EXPIRED, problem.code());
        assertEquals(
                ErrorCode.LEASE_NOT_FOUND,
                Rig.refusal(rig.endpoints.renew("lease-0", "bert", HOUR)).code());
        state.goOn();
        Rig.await(
                "the lease that nobody took to go", () -> rig.endpoints.leases().size() == 1);
        Rig.await("it to be dropped", () -> state.leases().size() == 1);
    }

    @Test
    void a_lease_that_cannot_be_written_is_refused_and_gone() {
        rig.with(fake);
        grant(HOUR);
        state.disk = Disk.FULL;
        Problem problem = rig.refusal(Rig.wish("fake", "bert", HOUR, null));
        assertEquals(ErrorCode.STATE_UNWRITABLE, problem.code());
        assertEquals(1, rig.endpoints.leases().size());
        assertTrue(told(EventType.LEASE_REVOKED).get(0).causeCode().equals("state_unwritable"));
        state.disk = Disk.GOOD;
        assertEquals(
                "bert", rig.ensure(Rig.wish("fake", "bert", HOUR, null)).lease().ownerRef());
        assertEquals(2, state.leases().size());
    }

    @Test
    void what_its_first_lease_is_for_is_written_again_when_that_failed() {
        rig.with(fake);
        state.disk = Disk.FULL;
        assertEquals(ErrorCode.STATE_UNWRITABLE, rig.refusal(Rig.wish("fake")).code());
        assertTrue(state.instances().isEmpty());
        state.disk = Disk.GOOD;
        grant(HOUR);
        assertEquals(1, state.instances().size());
    }

    @Test
    void a_refused_lease_gives_its_place_in_the_quota_back() {
        rig.limits = new io.paddock.kernel.instance.Limits(32, 4, 1, HOUR);
        rig.with(fake);
        state.disk = Disk.FULL;
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    ErrorCode.STATE_UNWRITABLE, rig.refusal(Rig.wish("fake")).code());
        }
        state.disk = Disk.GOOD;
        grant(HOUR);
    }

    @Test
    void a_renewal_is_written_before_it_is_answered() {
        rig.with(fake);
        Lease lease = grant(Duration.ofMinutes(1));
        state.disk = Disk.HANGS;
        CompletableFuture<Lease> asked = rig.endpoints.renew(lease.leaseRef(), "anna", HOUR);
        Rig.await("the write", () -> state.hanging() == 1);
        assertFalse(asked.isDone());
        assertEquals(lease.expiresAt(), rig.endpoints.leases().get(0).expiresAt());
        state.goOn();
        assertEquals(Rig.get(asked), state.lease(lease.leaseRef()));
        assertEquals(HOUR, state.lease(lease.leaseRef()).ttl());
    }

    @Test
    void a_renewal_that_cannot_be_written_leaves_the_old_expiry() {
        rig.with(fake);
        Lease lease = grant(HOUR);
        state.disk = Disk.FULL;
        Problem problem = Rig.refusal(rig.endpoints.renew(lease.leaseRef(), "anna", Duration.ofHours(2)));
        assertEquals(ErrorCode.STATE_UNWRITABLE, problem.code());
        assertEquals(List.of(lease), rig.endpoints.leases());
        assertEquals(lease, state.lease(lease.leaseRef()));
        assertTrue(told(EventType.LEASE_RENEWED).isEmpty());
    }

    @Test
    void a_lease_that_was_renewed_in_time_does_not_run_out_while_that_is_written() {
        rig.with(fake);
        Lease lease = grant(Duration.ofSeconds(2));
        state.disk = Disk.HANGS;
        CompletableFuture<Lease> asked = rig.endpoints.renew(lease.leaseRef(), "anna", HOUR);
        awaitThatItIsAfter(lease.expiresAt().plusMillis(50));
        assertEquals(1, rig.endpoints.leases().size());
        state.goOn();
        assertEquals(HOUR, Rig.get(asked).ttl());
    }

    @Test
    void a_lease_whose_renewal_failed_runs_out_as_before() {
        rig.with(fake);
        Lease lease = grant(Duration.ofSeconds(2));
        state.disk = Disk.FULL;
        assertEquals(
                ErrorCode.STATE_UNWRITABLE,
                Rig.refusal(rig.endpoints.renew(lease.leaseRef(), "anna", HOUR)).code());
        Rig.await("its end", () -> rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.EXPIRED,
                rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
    }

    @Test
    void only_the_owner_renews_what_is_kept() {
        rig.with(fake);
        Lease lease = grant(HOUR);
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(rig.endpoints.renew(lease.leaseRef(), "bert", HOUR)).code());
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(rig.endpoints.release(lease.leaseRef(), "bert")).code());
        assertNotNull(state.lease(lease.leaseRef()));
    }

    @Test
    void a_release_is_written_before_it_is_answered() {
        rig.with(fake);
        Lease lease = grant(HOUR);
        state.disk = Disk.HANGS;
        CompletableFuture<Void> asked = rig.endpoints.release(lease.leaseRef(), "anna");
        Rig.await("the write", () -> state.hanging() == 1);
        assertFalse(asked.isDone());
        assertTrue(rig.endpoints.leases().isEmpty());
        state.goOn();
        Rig.get(asked);
        assertNull(state.lease(lease.leaseRef()));
    }

    @Test
    void a_release_that_cannot_be_written_is_told() {
        rig.with(fake);
        Lease lease = grant(HOUR);
        state.disk = Disk.FULL;
        assertEquals(
                ErrorCode.STATE_UNWRITABLE,
                Rig.refusal(rig.endpoints.release(lease.leaseRef(), "anna")).code());
        assertTrue(rig.endpoints.leases().isEmpty());
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
    }

    @Test
    void a_release_overtakes_a_renewal_that_is_being_written() {
        rig.with(fake);
        Lease lease = grant(HOUR);
        state.disk = Disk.HANGS;
        CompletableFuture<Lease> renewal = rig.endpoints.renew(lease.leaseRef(), "anna", HOUR);
        CompletableFuture<Void> release = rig.endpoints.release(lease.leaseRef(), "anna");
        Rig.await("both writes", () -> state.hanging() == 2);
        state.goOn();
        Rig.get(release);
        assertEquals(ErrorCode.LEASE_NOT_FOUND, Rig.refusal(renewal).code());
        assertNull(state.lease(lease.leaseRef()));
    }

    @Test
    void a_lease_that_ran_out_is_dropped() {
        rig.with(fake);
        Lease lease = grant(Duration.ofMillis(50));
        Rig.await("its end", () -> state.lease(lease.leaseRef()) == null);
    }

    @Test
    void a_renewal_finds_a_lease_that_moved_on_while_it_was_written() {
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        EnsureResult result = rig.ensure(Rig.wish("fake", "anna", Duration.ofMinutes(5), null));
        state.disk = Disk.HANGS;
        CompletableFuture<Lease> renewal = rig.endpoints.renew(result.lease().leaseRef(), "anna", HOUR);
        ProcessHandle.of(rig.snapshot(result.instanceId()).pid()).orElseThrow().destroyForcibly();
        Rig.await(
                "the next instance",
                () -> rig.endpoints.leases().get(0).endpointGeneration() == 2
                        && rig.endpoints.leases().get(0).state() == LeaseState.ACTIVE);
        state.goOn();
        Lease renewed = Rig.get(renewal);
        assertEquals(HOUR, renewed.ttl());
        assertEquals(2, renewed.endpointGeneration());
        assertEquals(renewed, state.lease(renewed.leaseRef()), "what was answered is what is written");
    }

    @Test
    void the_generation_of_a_restarted_engine_is_kept() {
        rig.with(fake.spawning("sh", "-c", "exec sleep 60"));
        EnsureResult result = rig.ensure("fake");
        ProcessHandle.of(rig.snapshot(result.instanceId()).pid()).orElseThrow().destroyForcibly();
        Rig.await(
                "the next generation",
                () -> state.instances().get(0).generation() == 2
                        && state.leases().get(0).lease().endpointGeneration() == 2);
        assertEquals(1, state.instances().size());
    }

    private List<Event> told(EventType type) {
        return Rig.get(rig.events.read(new EventQuery(0, 1000, null, Duration.ZERO))).items().stream()
                .filter(event -> event.type() == type)
                .toList();
    }
}
