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
import io.paddock.api.Problem;
import io.paddock.spi.Health;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstanceMachineTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Health WELL = new Health(HealthStatus.HEALTHY, "");
    private static final Health SILENT = new Health(HealthStatus.UNAVAILABLE, "connection refused");

    private final Recorder recorder = new Recorder();
    private final InstanceMachine machine =
            new InstanceMachine(Samples.identity(), recorder, recorder, () -> Vigilance.DEFAULT);

    private static Waiter waiter() {
        return Samples.waiter("anna", TTL);
    }

    private void becomeReady(double seconds) {
        machine.launching(at(0));
        machine.ticked(Tick.PROBE, at(0));
        machine.answered(Samples.endpoint());
        machine.checked(WELL, false, at(seconds));
    }

    private HeldLease lease(double seconds) {
        Waiter waiter = waiter();
        machine.ensure(waiter, at(seconds));
        return recorder.granted.get(waiter);
    }

    @Test
    void all_waiters_of_a_start_are_leased_once_health_was_asked() {
        Waiter first = waiter();
        Waiter second = waiter();
        machine.ensure(first, at(0));
        machine.ensure(second, at(0));
        machine.launching(at(0));
        machine.ticked(Tick.PROBE, at(0));
        machine.pending("loading", 0, at(1));
        machine.answered(Samples.endpoint());
        assertTrue(recorder.granted.isEmpty(), "nobody is told before health was asked");
        assertEquals(List.of(Question.PROBE, Question.CHECK), recorder.asked);
        machine.checked(WELL, false, at(2));
        assertEquals(List.of(first, second), List.copyOf(recorder.granted.keySet()));
        assertEquals(InstanceState.READY, machine.state());
        assertEquals(HealthStatus.HEALTHY, machine.view().health());
    }

    @Test
    void a_server_that_says_ready_but_is_not_well_goes_on_starting() {
        machine.ensure(waiter(), at(0));
        machine.launching(at(0));
        machine.ticked(Tick.PROBE, at(0));
        machine.answered(Samples.endpoint());
        machine.checked(SILENT, false, at(1));
        assertEquals(InstanceState.STARTING, machine.state());
        assertNull(machine.view().endpoint());
        machine.ticked(Tick.PROBE, at(2));
        assertEquals(List.of(Question.PROBE, Question.CHECK, Question.PROBE), recorder.asked);
    }

    @Test
    void a_start_without_progress_times_out_and_says_what_it_saw_last() {
        machine.ensure(waiter(), at(0));
        machine.launching(at(0));
        machine.pending("503 loading model", 0, at(30));
        machine.ticked(Tick.READINESS, at(60));
        assertEquals(List.of(ErrorCode.READINESS_TIMEOUT), recorder.refusals());
        assertTrue(recorder.refused.get(0).detail().contains("503 loading model"));
        assertEquals(InstanceState.FAILED, machine.state());
        assertEquals(1, recorder.terminations);
    }

    @Test
    void progress_moves_the_deadline_and_standing_still_does_not() {
        machine.launching(at(0));
        machine.pending("10 %", 10, at(50));
        machine.pending("10 %", 10, at(59));
        machine.ticked(Tick.READINESS, at(60));
        assertEquals(InstanceState.STARTING, machine.state());
        assertEquals(Duration.ofSeconds(50), recorder.alarms.get(Tick.READINESS));
        machine.ticked(Tick.READINESS, at(110));
        assertEquals(InstanceState.FAILED, machine.state());
    }

    @Test
    void an_exit_before_readiness_reaches_every_waiter_and_a_late_probe_decides_nothing() {
        machine.ensure(waiter(), at(0));
        machine.ensure(waiter(), at(0));
        machine.launching(at(0));
        machine.exited(Problem.of(ErrorCode.PROCESS_EXITED, "gone"), "bad model", at(3));
        machine.answered(Samples.endpoint());
        machine.checked(WELL, false, at(1));
        assertEquals(List.of(ErrorCode.PROCESS_EXITED, ErrorCode.PROCESS_EXITED), recorder.refusals());
        assertEquals(InstanceState.FAILED, machine.state());
        assertEquals("bad model", machine.view().detail());
        assertTrue(recorder.granted.isEmpty());
    }

    @Test
    void three_silent_checks_are_an_outage_and_one_good_one_ends_it() {
        becomeReady(1);
        machine.checked(SILENT, false, at(2));
        machine.checked(SILENT, false, at(4));
        assertEquals(HealthStatus.DEGRADED, machine.view().health());
        assertTrue(lease(5) != null);
        machine.checked(SILENT, false, at(6));
        assertEquals(HealthStatus.UNAVAILABLE, machine.view().health());
        machine.ensure(waiter(), at(7));
        assertEquals(List.of(ErrorCode.INSTANCE_UNAVAILABLE), recorder.refusals());
        machine.checked(WELL, false, at(8));
        assertTrue(lease(9) != null);
        assertEquals(HealthStatus.HEALTHY, machine.view().health());
    }

    @Test
    void idleness_is_read_when_the_alarm_rings_not_when_it_was_set() {
        becomeReady(0);
        HeldLease lease = lease(1);
        machine.ticked(Tick.IDLE, at(30));
        assertEquals(InstanceState.READY, machine.state());
        machine.leasing().release(lease, "anna", at(31));
        assertEquals(Duration.ofSeconds(30), recorder.alarms.get(Tick.IDLE));
        machine.ticked(Tick.IDLE, at(61));
        assertEquals(InstanceState.DRAINING, machine.state());
        assertEquals(1, recorder.terminations);
        machine.terminated();
        assertEquals(InstanceState.STOPPED, machine.state());
    }

    @Test
    void an_idle_alarm_that_rings_early_is_set_again_for_the_rest() {
        becomeReady(0);
        HeldLease lease = lease(10);
        machine.leasing().release(lease, "anna", at(20));
        machine.ticked(Tick.IDLE, at(30));
        assertEquals(InstanceState.READY, machine.state());
        assertEquals(Duration.ofSeconds(20), recorder.alarms.get(Tick.IDLE));
    }

    @Test
    void an_instance_that_was_never_leased_stops_when_idle_too() {
        machine.ensure(waiter(), at(0));
        recorder.absent.addAll(List.of());
        Waiter gone = waiter();
        recorder.absent.add(gone);
        machine.ensure(gone, at(0));
        becomeReady(1);
        machine.leasing().release(recorder.granted.values().iterator().next(), "anna", at(1));
        machine.ticked(Tick.IDLE, at(31));
        assertEquals(1, recorder.terminations);
    }

    @Test
    void a_lease_that_nobody_takes_is_given_back() {
        Waiter gone = waiter();
        recorder.absent.add(gone);
        machine.ensure(gone, at(0));
        becomeReady(1);
        assertTrue(machine.leasing().book().isEmpty());
        assertEquals(LeaseState.RELEASED, recorder.ended.get(0).state());
    }

    @Test
    void stopping_waits_for_the_leases_and_takes_no_new_ones() {
        becomeReady(1);
        HeldLease lease = lease(2);
        machine.stop(false, DRAIN);
        assertEquals(InstanceState.DRAINING, machine.state());
        assertEquals(0, recorder.terminations);
        Waiter late = waiter();
        machine.ensure(late, at(3));
        assertEquals(List.of(late), recorder.sentAway);
        machine.leasing().release(lease, "anna", at(4));
        machine.leasesChanged();
        assertEquals(1, recorder.terminations);
    }

    @Test
    void the_drain_deadline_revokes_what_is_left() {
        becomeReady(1);
        lease(2);
        machine.stop(false, DRAIN);
        assertEquals(DRAIN, recorder.alarms.get(Tick.DRAIN));
        machine.ticked(Tick.DRAIN, at(32));
        assertEquals(1, recorder.terminations);
        assertEquals(LeaseState.REVOKED, recorder.ended.get(0).state());
    }

    @Test
    void force_does_not_wait_and_stopping_twice_stops_once() {
        becomeReady(1);
        lease(2);
        machine.stop(false, DRAIN);
        machine.stop(true, DRAIN);
        machine.stop(true, DRAIN);
        assertEquals(1, recorder.terminations);
        machine.terminated();
        machine.stop(false, DRAIN);
        assertEquals(InstanceState.STOPPED, machine.state());
    }

    @Test
    void stopping_a_start_answers_its_waiters() {
        machine.ensure(waiter(), at(0));
        machine.launching(at(0));
        machine.stop(false, DRAIN);
        assertEquals(List.of(ErrorCode.DRAINING), recorder.refusals());
        assertEquals(1, recorder.terminations);
    }

    @Test
    void a_start_that_nobody_waits_for_is_dropped_only_while_it_queues() {
        Waiter first = waiter();
        machine.ensure(first, at(0));
        machine.forget(first);
        assertEquals(1, recorder.terminations);

        Recorder other = new Recorder();
        InstanceMachine launched = new InstanceMachine(Samples.identity(), other, other, () -> Vigilance.DEFAULT);
        launched.ensure(first, at(0));
        launched.launching(at(0));
        launched.forget(first);
        assertEquals(0, other.terminations);
    }

    @Test
    void the_earliest_lease_sets_the_alarm_and_expires_first() {
        becomeReady(0);
        machine.ensure(Samples.waiter("anna", Duration.ofSeconds(20)), at(1));
        assertEquals(Duration.ofSeconds(20), recorder.alarms.get(Tick.LEASES));
        machine.ensure(Samples.waiter("bert", Duration.ofSeconds(5)), at(2));
        assertEquals(Duration.ofSeconds(5), recorder.alarms.get(Tick.LEASES));
        machine.ticked(Tick.LEASES, at(7));
        assertEquals(
                List.of("bert"), recorder.ended.stream().map(Lease::ownerRef).toList());
        assertEquals(LeaseState.EXPIRED, recorder.ended.get(0).state());
        assertEquals(Duration.ofSeconds(14), recorder.alarms.get(Tick.LEASES));
    }

    @Test
    void the_last_expiry_ends_a_draining_instance() {
        becomeReady(0);
        lease(1);
        machine.stop(false, DRAIN);
        machine.ticked(Tick.LEASES, at(11));
        assertEquals(1, recorder.terminations);
        assertFalse(machine.state().isFinal());
    }
}
