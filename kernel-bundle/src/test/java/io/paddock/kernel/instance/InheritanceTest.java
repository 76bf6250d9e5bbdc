// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.spi.Health;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of leases and waiters when an instance is lost. */
class InheritanceTest {
    private static final Health WELL = new Health(HealthStatus.HEALTHY, "");
    private static final Problem GONE = Problem.of(ErrorCode.PROCESS_EXITED, "gone");

    private final Recorder lost = new Recorder();
    private final InstanceMachine first = new InstanceMachine(Samples.identity(), lost, lost, () -> Vigilance.DEFAULT);
    private final Recorder next = new Recorder();
    private final InstanceMachine heir = new InstanceMachine(second(), next, next, () -> Vigilance.DEFAULT);

    private static InstanceIdentity second() {
        InstanceIdentity one = Samples.identity();
        return new InstanceIdentity(
                one.key().endpoint() + "-2",
                one.key(),
                2,
                one.spec(),
                one.manifest(),
                one.model(),
                one.startupKind(),
                one.managementMode(),
                one.timings(),
                one.insertedAt());
    }

    private static void becomeReady(InstanceMachine machine, double seconds) {
        machine.launching(at(seconds));
        machine.ticked(Tick.PROBE, at(0));
        machine.answered(Samples.endpoint());
        machine.checked(WELL, false, at(seconds));
    }

    private HeldLease lease(Integer ttlSeconds, double seconds) {
        Waiter waiter = Samples.waiter("anna", ttlSeconds == null ? null : Duration.ofSeconds(ttlSeconds));
        first.ensure(waiter, at(seconds));
        return lost.granted.get(waiter);
    }

    private Estate die(double seconds) {
        first.exited(GONE, "", at(seconds));
        return lost.estates.get(0);
    }

    @Test
    void a_lost_instance_hands_its_leases_over_and_ends() {
        becomeReady(first, 1);
        lease(10, 2);
        Estate estate = die(5);
        assertEquals(InstanceState.FAILED, first.state());
        assertEquals(1, estate.leases().size());
        assertNull(estate.leases().get(0).book());
        assertEquals(GONE, estate.cause());
        assertEquals(Duration.ofSeconds(4), estate.served());
        assertTrue(lost.ended.isEmpty(), "no lease is lost");
        assertTrue(first.leasing().book().isEmpty());
        assertEquals(1, lost.terminations);
    }

    @Test
    void leases_that_nobody_takes_are_revoked_with_the_reason() {
        becomeReady(first, 1);
        lease(10, 2);
        lost.nobodyInherits = Problem.of(ErrorCode.CRASH_LOOP, "too often");
        die(5);
        assertEquals(LeaseState.REVOKED, lost.ended.get(0).state());
        assertEquals(ErrorCode.CRASH_LOOP, lost.ended.get(0).cause().code());
        assertEquals(1, lost.ended.size());
    }

    @Test
    void inherited_leases_recover_and_are_good_when_the_heir_is_ready() {
        becomeReady(first, 1);
        Lease before = lease(60, 2).lease();
        heir.inherit(die(5), at(5));
        assertEquals(LeaseState.RECOVERING, next.changed.get(0).state());
        assertEquals(before.instanceId(), next.changed.get(0).instanceId());
        becomeReady(heir, 6);
        Lease after = next.changed.get(1);
        assertEquals(LeaseState.ACTIVE, after.state());
        assertEquals(before.leaseRef(), after.leaseRef());
        assertEquals(before.expiresAt(), after.expiresAt());
        assertEquals(second().id(), after.instanceId());
        assertEquals(2, after.endpointGeneration());
        assertEquals(null, after.cause());
    }

    @Test
    void a_recovering_lease_can_be_renewed_and_stays_recovering() {
        becomeReady(first, 1);
        HeldLease lease = lease(10, 2);
        heir.inherit(die(5), at(5));
        Lease renewed = heir.leasing()
                .renew(new Asked(lease, lease.ref(), new LeaseTerms("anna", Duration.ofSeconds(60))), at(6));
        assertEquals(LeaseState.RECOVERING, renewed.state());
        assertEquals(Samples.WALL.plusSeconds(66), renewed.expiresAt());
    }

    @Test
    void what_runs_out_while_it_recovers_is_not_revived() {
        becomeReady(first, 1);
        lease(10, 2);
        heir.inherit(die(5), at(5));
        assertEquals(Duration.ofSeconds(7), next.alarms.get(Tick.LEASES));
        becomeReady(heir, 13);
        assertEquals(
                List.of(LeaseState.EXPIRED),
                next.ended.stream().map(Lease::state).toList());
        assertTrue(heir.leasing().book().isEmpty());
    }

    @Test
    void an_heir_that_nobody_wants_any_more_is_not_started() {
        becomeReady(first, 1);
        HeldLease lease = lease(10, 2);
        heir.inherit(die(5), at(5));
        heir.begin(Duration.ofSeconds(3));
        assertEquals(Duration.ofSeconds(3), next.alarms.get(Tick.LAUNCH));
        heir.leasing().release(lease, "anna", at(6));
        heir.leasesChanged();
        assertEquals(1, next.terminations);
        heir.ticked(Tick.LAUNCH, at(8));
        assertEquals(0, next.launches);
    }

    @Test
    void an_heir_is_launched_after_its_rest() {
        becomeReady(first, 1);
        lease(10, 2);
        heir.inherit(die(5), at(5));
        heir.begin(Duration.ofSeconds(3));
        assertTrue(heir.view().detail().contains("3000 ms"), heir.view().detail());
        assertEquals(0, next.launches);
        heir.ticked(Tick.LAUNCH, at(8));
        assertEquals(1, next.launches);
    }

    @Test
    void callers_of_a_first_start_are_told_at_once_and_those_of_a_restart_wait_for_the_next() {
        Waiter impatient = Samples.waiter("anna", null);
        first.ensure(impatient, at(0));
        first.launching(at(0));
        first.failed(GONE, "", at(1));
        assertEquals(List.of(ErrorCode.PROCESS_EXITED), lost.refusals());
        assertTrue(lost.estates.get(0).isEmpty());

        heir.inherit(new Estate(List.of(), List.of(), GONE, Duration.ZERO), at(2));
        Waiter patient = Samples.waiter("bert", null);
        heir.ensure(patient, at(2));
        heir.launching(at(2));
        heir.failed(GONE, "", at(3));
        assertEquals(List.of(patient), next.estates.get(0).waiters());
        assertTrue(next.refused.isEmpty());
    }

    @Test
    void a_waiter_whom_nobody_takes_is_answered_once() {
        heir.inherit(new Estate(List.of(), List.of(), GONE, Duration.ZERO), at(2));
        heir.ensure(Samples.waiter("bert", null), at(2));
        heir.launching(at(2));
        next.nobodyInherits = Problem.of(ErrorCode.CRASH_LOOP, "too often");
        heir.failed(GONE, "", at(3));
        heir.failed(GONE, "", at(4));
        assertEquals(List.of(ErrorCode.CRASH_LOOP), next.refusals());
    }

    @Test
    void an_heir_that_is_ready_already_serves_at_once() {
        becomeReady(first, 1);
        lease(10, 2);
        becomeReady(heir, 3);
        heir.inherit(die(5), at(5));
        assertEquals(LeaseState.ACTIVE, next.changed.get(1).state());
        assertEquals(1, heir.leasing().book().size());
    }

    @Test
    void an_heir_that_is_on_its_way_out_revokes() {
        becomeReady(first, 1);
        lease(10, 2);
        heir.stop(true, Duration.ZERO);
        heir.inherit(die(5), at(5));
        assertEquals(LeaseState.REVOKED, next.ended.get(0).state());
        assertEquals(GONE, next.ended.get(0).cause());
    }

    @Test
    void an_engine_of_ours_that_stays_unavailable_is_given_up_and_its_leases_live_on() {
        becomeReady(first, 1);
        lease(null, 2);
        for (int i = 2; i <= 34; i += 2) {
            first.checked(new Health(HealthStatus.UNAVAILABLE, "connection refused"), false, at(i));
        }
        assertEquals(InstanceState.READY, first.state());
        first.checked(new Health(HealthStatus.UNAVAILABLE, "connection refused"), false, at(36));
        assertEquals(InstanceState.FAILED, first.state());
        assertEquals(ErrorCode.INSTANCE_UNAVAILABLE, first.view().lastError().code());
        assertTrue(first.view().lastError().detail().contains("connection refused"));
        assertEquals(1, lost.estates.get(0).leases().size());
    }

    @Test
    void a_stopped_instance_revokes_with_the_reason_and_leaves_nothing() {
        becomeReady(first, 1);
        lease(10, 2);
        first.stop(true, Duration.ZERO);
        first.exited(GONE, "", at(3));
        assertTrue(lost.estates.isEmpty());
        assertEquals(ErrorCode.DRAINING, lost.ended.get(0).cause().code());
        assertFalse(first.state().isFinal());
    }

    @Test
    void a_second_ready_or_health_answer_decides_nothing() {
        first.ensure(Samples.waiter("anna", null), at(0));
        first.launching(at(0));
        first.checked(WELL, false, at(0));
        assertEquals(InstanceState.STARTING, first.state(), "nobody said ready yet");
        first.answered(Samples.endpoint());
        first.answered(Samples.endpoint());
        assertEquals(List.of(Question.CHECK), lost.asked);
        first.checked(WELL, false, at(1));
        java.time.Instant readyAt = first.view().readyAt().wall();
        first.answered(Samples.endpoint());
        first.checked(WELL, false, at(2));
        first.pending("loading", 3, at(3));
        assertEquals(readyAt, first.view().readyAt().wall());
        assertEquals(InstanceState.READY, first.state());
        assertEquals(1, lost.granted.size());
    }

    @Test
    void a_consumer_that_accepts_it_is_leased_an_unavailable_instance() {
        becomeReady(first, 1);
        for (int i = 2; i < 5; i++) {
            first.checked(new Health(HealthStatus.UNAVAILABLE, "connection refused"), false, at(i));
        }
        first.ensure(Samples.waiter("anna", null), at(5));
        assertEquals(List.of(ErrorCode.INSTANCE_UNAVAILABLE), lost.refusals());
        first.ensure(Samples.waiter("bert", null, new Answer<>(Runnable::run, late -> {}), true), at(5));
        assertEquals(1, lost.granted.size());
    }
}
