// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenureTest {
    private final List<Duration> alarms = new ArrayList<>();
    private final List<Lease> ended = new ArrayList<>();
    private final List<LeaseChange> changes = new ArrayList<>();
    private final Tenure tenure = new Tenure(alarms::add, ended::add, (change, lease) -> changes.add(change));

    private HeldLease granted(int ttlSeconds, double now) {
        LeaseTerms terms = new LeaseTerms("anna", Duration.ofSeconds(ttlSeconds));
        Lease lease = new LeaseIssue(Samples.identity()).issue(terms, RequestContext.none(), at(now));
        HeldLease held = tenure.book().enter(lease, at(now));
        tenure.arm(held, at(now));
        return held;
    }

    private void renew(HeldLease lease, int ttlSeconds, double now) {
        LeaseTerms terms = new LeaseTerms("anna", Duration.ofSeconds(ttlSeconds));
        Lease unused = tenure.renew(new Asked(lease, lease.ref(), terms), at(now));
    }

    private static List<Duration> seconds(int... seconds) {
        List<Duration> all = new ArrayList<>();
        for (int one : seconds) {
            all.add(Duration.ofSeconds(one));
        }
        return all;
    }

    @Test
    void a_renewal_that_gives_more_time_leaves_the_alarm_and_it_then_rings_for_nothing() {
        HeldLease lease = granted(10, 0);
        renew(lease, 10, 5);
        renew(lease, 10, 8);
        assertEquals(seconds(10), alarms);
        assertFalse(tenure.expire(at(10)));
        assertEquals(seconds(10, 8), alarms);
        assertTrue(tenure.expire(at(18)));
        assertEquals(LeaseState.EXPIRED, ended.get(0).state());
    }

    @Test
    void a_renewal_that_gives_less_time_sets_the_alarm_earlier() {
        HeldLease lease = granted(60, 0);
        renew(lease, 1, 5);
        assertEquals(seconds(60, 1), alarms);
        assertTrue(tenure.expire(at(6)));
        assertEquals(1, ended.size());
    }

    @Test
    void very_many_that_moved_are_all_ended_in_time_and_none_too_early() {
        List<HeldLease> leases = new ArrayList<>();
        for (int i = 0; i < 10 * DueQueue.PUT_RIGHT_AT_ONCE; i++) {
            leases.add(granted(10, i * 0.001));
        }
        leases.forEach(lease -> renew(lease, 100, 1));
        HeldLease early = granted(50, 2);
        double now = 10;
        for (int alarm = 1; !tenure.expire(at(now)); alarm++) {
            assertTrue(ended.isEmpty());
            now += alarms.get(alarm).toNanos() / 1e9;
        }
        assertEquals(early.ref(), ended.get(0).leaseRef());
        assertEquals(52, now, 0.001);
        assertTrue(tenure.expire(at(101)));
        assertEquals(leases.size() + 1, ended.size());
    }

    @Test
    void what_moves_is_good_on_the_next_instance_with_its_deadline_and_that_is_told_once() {
        HeldLease good = granted(10, 0);
        HeldLease waiting = granted(20, 0);
        Lease before = good.lease();
        waiting.recover(Problem.of(ErrorCode.PROCESS_EXITED, "gone"));
        InstanceIdentity second = Samples.identity().at(2);
        List<HeldLease> both = tenure.book().handOver();
        tenure.receive(both, second, at(4));
        assertEquals(List.of(LeaseChange.MOVED, LeaseChange.RECOVERED), changes);
        for (HeldLease lease : both) {
            assertEquals(LeaseState.ACTIVE, lease.state());
            assertNull(lease.lease().cause());
            assertEquals(2, lease.lease().endpointGeneration());
        }
        assertEquals(before.expiresAt(), good.lease().expiresAt());
        assertTrue(tenure.expire(at(10)));
        assertEquals(good.ref(), ended.get(0).leaseRef());
    }

    @Test
    void what_waits_already_and_only_changes_hands_is_no_news() {
        HeldLease lease = granted(10, 0);
        Problem lost = Problem.of(ErrorCode.PROCESS_EXITED, "gone");
        tenure.inherit(tenure.book().handOver(), lost, at(1));
        Problem removed = Problem.of(ErrorCode.DRAINING, "its backend is being replaced");
        tenure.inherit(tenure.book().handOver(), removed, at(2));
        assertEquals(List.of(LeaseChange.RECOVERING), changes);
        assertEquals(removed, lease.lease().cause());
    }
}
