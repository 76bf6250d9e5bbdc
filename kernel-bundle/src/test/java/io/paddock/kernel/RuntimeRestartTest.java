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
import io.paddock.kernel.instance.Limits;
import io.paddock.spi.Availability;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.state.KeptLease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second kernel takes up what the first one left behind. */
class RuntimeRestartTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<AutoCloseable> open = new ArrayList<>();
    private KeptState state = opened(new KeptState());
    private Rig rig = opened(new Rig(state));

    private <T extends AutoCloseable> T opened(T one) {
        open.add(0, one);
        return one;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    /** What is written lives on, the rest does not. */
    private void restart() {
        KeptState left = opened(state.afterDeath());
        rig.close();
        state = left;
        rig = opened(new Rig(left));
    }

    private static FakeBackend fake() {
        return new FakeBackend("fake");
    }

    private Lease grant(String owner, Duration ttl) {
        return rig.ensure(Rig.wish("fake", owner, ttl, null)).lease();
    }

    private Lease only() {
        assertEquals(1, rig.endpoints.leases().size());
        return rig.endpoints.leases().get(0);
    }

    private Lease awaitActive(String ref) {
        Rig.await(
                "the lease to be active",
                () -> rig.endpoints
                        .lease(ref)
                        .map(lease -> lease.state() == LeaseState.ACTIVE)
                        .orElse(false));
        return rig.endpoints.lease(ref).orElseThrow();
    }

    private List<Event> told(EventType type) {
        return Rig.get(rig.events.read(new EventQuery(0, 1000, null, Duration.ZERO))).items().stream()
                .filter(event -> event.type() == type)
                .toList();
    }

    private static KeptLease changed(KeptLease kept, Duration ttl, Instant expiresAt) {
        Lease lease = kept.lease();
        return new KeptLease(
                kept.endpoint(),
                new Lease(
                        lease.leaseRef(),
                        lease.ownerRef(),
                        ttl,
                        lease.renewable(),
                        expiresAt,
                        lease.grantedAt(),
                        lease.state(),
                        lease.instanceId(),
                        lease.backend(),
                        lease.modelIdentity(),
                        lease.endpointGeneration(),
                        lease.context()));
    }

    @Test
    void a_lease_waits_for_its_backend_and_is_good_again_with_the_next_generation() {
        rig.with(fake());
        Lease before = grant("anna", HOUR);
        restart();
        Lease waiting = only();
        assertEquals(LeaseState.RECOVERING, waiting.state());
        assertEquals(ErrorCode.RUNTIME_RESTARTED, waiting.cause().code());
        assertEquals(before.expiresAt(), waiting.expiresAt());
        assertEquals(1, waiting.endpointGeneration());

        rig.with(fake());
        Lease after = awaitActive(before.leaseRef());
        assertEquals(2, after.endpointGeneration());
        assertTrue(after.instanceId().endsWith("-2"), after.instanceId());
        assertEquals(before.expiresAt(), after.expiresAt());
        assertEquals(before.context(), after.context());
        assertEquals(before.grantedAt(), after.grantedAt());
        EnsureResult joined = rig.ensure("fake");
        assertEquals(after.instanceId(), joined.instanceId());
        assertTrue(joined.reused());
        Rig.await(
                "it to be written",
                () -> state.instances().get(0).generation() == 2
                        && state.lease(before.leaseRef()).state() == LeaseState.ACTIVE);
    }

    @Test
    void what_happened_is_told_and_the_chain_of_causes_goes_back_to_the_restart() {
        rig.with(fake());
        Lease before = grant("anna", HOUR);
        restart();
        rig.with(fake());
        Lease after = awaitActive(before.leaseRef());
        assertEquals(1, told(EventType.LEASE_RESTORED).size());
        assertEquals("runtime_restarted", told(EventType.LEASE_RESTORED).get(0).causeCode());
        assertEquals(1, told(EventType.INSTANCE_RESTORED).size());
        assertEquals(
                "runtime_restarted", told(EventType.INSTANCE_PLANNED).get(0).causeCode());
        assertEquals(1, told(EventType.LEASE_RECOVERED).size());
        assertTrue(told(EventType.LEASE_RENEWED).isEmpty());
        assertTrue(told(EventType.LEASE_RECOVERING).isEmpty());

        CauseChain why = rig.events.whyLease(before.leaseRef());
        String words = why.items().toString();
        assertTrue(words.contains("the runtime was restarted, and leases on it have time left"), words);
        assertTrue(words.contains("was kept while the runtime was down"), words);
        assertTrue(why.complete());
        String instance = rig.events.whyInstance(after.instanceId()).items().toString();
        assertTrue(instance.contains("it was wanted before the runtime was restarted"), instance);
    }

    @Test
    void what_ran_out_while_the_runtime_was_down_is_not_revived() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        state.with(changed(state.leases().get(0), HOUR, Instant.now().minusMillis(1)));
        restart();
        assertTrue(rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.EXPIRED,
                rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        Event expired = told(EventType.LEASE_EXPIRED).get(0);
        assertTrue(expired.cause().contains("while the runtime was down"), expired.cause());
        Rig.await(
                "it to be dropped",
                () -> state.leases().isEmpty() && state.instances().isEmpty());
        FakeBackend fake = fake();
        rig.with(fake);
        assertEquals(1, rig.ensure("fake").endpoint().endpointGeneration());
        assertEquals(1, fake.drivers.size());
    }

    @Test
    void a_clock_that_was_set_back_lengthens_no_lease() {
        rig.with(fake());
        grant("anna", HOUR);
        state.with(changed(
                state.leases().get(0), Duration.ofMillis(400), Instant.now().plus(HOUR)));
        restart();
        assertTrue(only().expiresAt().isBefore(Instant.now().plusMillis(401)));
        Rig.await("its end", () -> rig.endpoints.leases().isEmpty());
    }

    @Test
    void while_it_recovers_it_can_be_renewed_by_its_owner() {
        rig.with(fake());
        Lease lease = grant("anna", Duration.ofMinutes(1));
        restart();
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(rig.endpoints.renew(lease.leaseRef(), "bert", HOUR)).code());
        Lease renewed = Rig.get(rig.endpoints.renew(lease.leaseRef(), "anna", HOUR));
        assertEquals(LeaseState.RECOVERING, renewed.state());
        assertEquals(HOUR, renewed.ttl());
        assertEquals(HOUR, state.lease(lease.leaseRef()).ttl());
        rig.with(fake());
        assertEquals(renewed.expiresAt(), awaitActive(lease.leaseRef()).expiresAt());
    }

    @Test
    void while_it_recovers_it_can_be_released_by_its_owner() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        restart();
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(rig.endpoints.release(lease.leaseRef(), "bert")).code());
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
        assertTrue(rig.endpoints.leases().isEmpty());
        assertTrue(state.leases().isEmpty());
        Rig.await("nothing to be wanted", () -> state.instances().isEmpty());
        FakeBackend fake = fake();
        rig.with(fake);
        Rig.get(rig.core.backends().settled());
        assertEquals(0, fake.plans.get());
    }

    @Test
    void a_lease_whose_backend_never_comes_runs_out() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        state.with(changed(state.leases().get(0), HOUR, Instant.now().plusMillis(300)));
        restart();
        only();
        Rig.await("its end", () -> rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.EXPIRED,
                rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        Rig.await(
                "it to be dropped",
                () -> state.leases().isEmpty() && state.instances().isEmpty());
    }

    @Test
    void restored_leases_count_in_their_owners_quota() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        restart();
        rig.limits = new Limits(32, 4, 1, HOUR);
        rig.with(fake());
        awaitActive(lease.leaseRef());
        assertEquals(ErrorCode.AT_CAPACITY, rig.refusal(Rig.wish("fake")).code());
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
        rig.ensure("fake");
    }

    @Test
    void leases_are_listed_in_the_order_of_their_grant() {
        rig.with(fake());
        List<String> refs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            refs.add(grant("owner-" + i, HOUR).leaseRef());
        }
        restart();
        assertEquals(refs, rig.endpoints.leases().stream().map(Lease::leaseRef).toList());
    }

    @Test
    void a_backend_that_cannot_work_yet_is_waited_for() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        restart();
        FakeBackend lame = fake();
        lame.availability = () -> Availability.unavailable("no engine");
        rig.with(lame);
        Rig.get(rig.core.backends().settled());
        assertEquals(0, lame.plans.get());
        assertEquals(LeaseState.RECOVERING, only().state());
        lame.availability = Availability::available;
        rig.core.backends().all().forEach(Registration::look);
        awaitActive(lease.leaseRef());
    }

    @Test
    void a_plan_that_fails_is_asked_for_again() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        restart();
        FakeBackend stumbling = fake();
        AtomicInteger asked = new AtomicInteger();
        stumbling.plan = spec -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            return stumbling.attach(spec);
        };
        rig.with(stumbling);
        Rig.await("the first attempt", () -> asked.get() == 1);
        assertEquals(LeaseState.RECOVERING, only().state());
        awaitActive(lease.leaseRef());
    }

    @Test
    void who_asks_for_the_same_meanwhile_gets_the_same_instance_as_the_leases_that_wait() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        restart();
        FakeBackend stumbling = fake();
        AtomicInteger asked = new AtomicInteger();
        stumbling.plan = spec -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            return stumbling.attach(spec);
        };
        rig.with(stumbling);
        Rig.await("the first attempt", () -> asked.get() == 1);
        EnsureResult fresh = rig.ensure("fake");
        assertEquals(2, fresh.endpoint().endpointGeneration());
        assertEquals(fresh.instanceId(), awaitActive(lease.leaseRef()).instanceId());
        assertEquals(1, stumbling.drivers.size());
        assertTrue(told(EventType.LEASE_REVOKED).isEmpty());
    }

    @Test
    void when_something_else_is_planned_now_the_leases_are_revoked_and_say_so() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        restart();
        FakeBackend changed = fake();
        changed.plan = spec -> new StartupPlan.Attach(
                EndpointKey.of("fake", Map.of("quite", "other")), "other", changed.timings, changed.source());
        rig.with(changed);
        Rig.await("its end", () -> rig.endpoints.leases().isEmpty());
        Lease revoked = rig.endpoints.lease(lease.leaseRef()).orElseThrow();
        assertEquals(LeaseState.REVOKED, revoked.state());
        assertTrue(
                revoked.cause().detail().contains("now plans something else"),
                revoked.cause().detail());
        Rig.await(
                "it to be dropped",
                () -> state.leases().isEmpty() && state.instances().isEmpty());
        assertTrue(changed.drivers.isEmpty(), "nobody wants that");
    }

    @Test
    void what_was_started_on_purpose_is_started_in_the_new_way() {
        rig.with(fake());
        Rig.get(rig.instances.start(Rig.wish("fake")));
        restart();
        FakeBackend changed = fake();
        EndpointKey other = EndpointKey.of("fake", Map.of("quite", "other"));
        changed.plan = spec -> new StartupPlan.Attach(other, "other", changed.timings, changed.source());
        rig.with(changed);
        rig.awaitState(other + "-1", InstanceState.READY);
        Rig.await(
                "the new one to be wanted",
                () -> state.instances().size() == 1
                        && state.instances().get(0).key().equals(other)
                        && state.instances().get(0).startedOnPurpose());
    }

    @Test
    void what_was_started_on_purpose_comes_back_without_leases() {
        rig.with(fake());
        String before =
                Rig.get(rig.instances.start(Rig.wish("fake"))).instance().instanceId();
        restart();
        rig.with(fake());
        String after = before.replaceAll("-1$", "-2");
        rig.awaitState(after, InstanceState.READY);
        assertTrue(told(EventType.INSTANCE_RESTORED).get(0).cause().contains("somebody had asked for it"));
        restart();
        rig.with(fake());
        rig.awaitState(before.replaceAll("-1$", "-3"), InstanceState.READY);
    }

    @Test
    void an_engine_that_dies_while_it_comes_up_again_is_restarted_for_the_leases() {
        rig.with(fake().spawning("sh", "-c", "exec sleep 60"));
        Lease lease = grant("anna", HOUR);
        restart();
        FakeBackend again = fake();
        AtomicInteger opened = new AtomicInteger();
        again.prepare = driver -> {
            if (opened.incrementAndGet() == 1) {
                ProcessHandle.of(driver.launched.pid()).orElseThrow().destroyForcibly();
            }
        };
        rig.with(again.spawning("sh", "-c", "exec sleep 60"));
        assertTrue(awaitActive(lease.leaseRef()).endpointGeneration() >= 2);
    }

    @Test
    void a_graceful_end_and_a_sudden_one_leave_the_same() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        rig.close();
        rig = opened(new Rig(state));
        assertEquals(LeaseState.RECOVERING, only().state());
        rig.with(fake());
        assertEquals(2, awaitActive(lease.leaseRef()).endpointGeneration());
    }

    @Test
    void a_lease_of_which_nobody_knows_what_it_was_for_is_revoked() {
        rig.with(fake());
        Lease lease = grant("anna", HOUR);
        KeptState left = opened(new KeptState()).with(state.leases().get(0));
        rig.close();
        state = left;
        rig = opened(new Rig(left));
        assertTrue(rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.REVOKED,
                rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        Rig.await("it to be dropped", () -> left.leases().isEmpty());
    }

    @Test
    void state_that_was_lost_is_told() {
        KeptState left = opened(new KeptState());
        left.warning = "the kept state could not be used";
        Rig second = opened(new Rig(left));
        Event lost = Rig.get(second.events.read(new EventQuery(0, 10, null, Duration.ZERO)))
                .items()
                .get(0);
        assertEquals(EventType.STATE_LOST, lost.type());
        assertEquals("state_unreadable", lost.causeCode());
        assertEquals(left.warning, lost.cause());
        second.with(fake());
        assertNotNull(second.ensure("fake"));
    }

    @Test
    void without_durability_nothing_is_kept_and_nothing_comes_back() {
        Rig plain = opened(new Rig());
        plain.with(fake());
        Lease lease = plain.ensure("fake").lease();
        assertFalse(plain.endpoints.leases().isEmpty());
        assertTrue(state.leases().isEmpty());
        Rig.get(plain.endpoints.renew(lease.leaseRef(), "anna", HOUR));
        Rig.get(plain.endpoints.release(lease.leaseRef(), "anna"));
    }
}
