// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class DueQueueTest {
    /** A lease gets a deadline, or is struck off at -1, or the clock moves on to {@code time} at -2. */
    record Step(int lease, long time) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> deadline = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.longs().between(0, 60)),
                Tuple.of(1, Arbitraries.just(DueQueue.NEVER)),
                Tuple.of(2, Arbitraries.just(-1L)),
                Tuple.of(3, Arbitraries.just(-2L)));
        return Combinators.combine(Arbitraries.integers().between(0, 9), deadline)
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }

    @Property
    void it_is_a_map_of_deadlines_read_in_their_order(@ForAll("steps") List<Step> steps) {
        DueQueue queue = new DueQueue();
        Map<HeldLease, Long> model = new HashMap<>();
        Map<Integer, HeldLease> leases = new HashMap<>();
        long now = 0;
        for (Step step : steps) {
            HeldLease lease = leases.get(step.lease());
            if (step.time() == -1) {
                if (model.remove(lease) != null) {
                    queue.strike(lease);
                }
            } else if (step.time() == -2) {
                now += step.lease();
                assertEquals(expired(model, now), expired(queue, now));
            } else {
                long at = step.time() == DueQueue.NEVER ? DueQueue.NEVER : now + step.time();
                if (model.containsKey(lease)) {
                    move(queue, lease, at);
                } else {
                    lease = lease(at);
                    leases.put(step.lease(), lease);
                    queue.enter(lease);
                }
                model.put(lease, at);
            }
            assertEquals(next(model), queue.next());
        }
    }

    private static OptionalLong next(Map<HeldLease, Long> model) {
        return model.values().stream()
                .mapToLong(Long::longValue)
                .filter(at -> at != DueQueue.NEVER)
                .min();
    }

    /** Those that run out at the same time do so in any order. */
    private static Set<HeldLease> expired(Map<HeldLease, Long> model, long now) {
        Set<HeldLease> due = new HashSet<>();
        model.forEach((lease, at) -> {
            if (at <= now) {
                due.add(lease);
            }
        });
        model.keySet().removeAll(due);
        return due;
    }

    private static Set<HeldLease> expired(DueQueue queue, long now) {
        Set<HeldLease> due = new HashSet<>();
        long before = Long.MIN_VALUE;
        for (HeldLease lease = queue.due(now); lease != null; lease = queue.due(now)) {
            assertTrue(lease.due() >= before, "out of order");
            before = lease.due();
            assertTrue(due.add(lease));
            queue.strike(lease);
        }
        return due;
    }

    private static HeldLease lease(long deadline) {
        return new HeldLease(
                new LeaseIssue(Samples.identity())
                        .issue(new LeaseTerms("anna", null), RequestContext.none(), Samples.at(0)),
                deadline);
    }

    private static void move(DueQueue queue, HeldLease lease, long deadline) {
        lease.renew(lease.ref(), null, null, deadline);
        queue.moved(lease);
    }

    @Test
    void leases_that_come_and_go_leave_nothing_behind() {
        DueQueue queue = new DueQueue();
        HeldLease stays = lease(1);
        queue.enter(stays);
        for (int i = 0; i < 100_000; i++) {
            HeldLease lease = lease(86_400_000L + i);
            queue.enter(lease);
            queue.strike(lease);
            assertTrue(queue.length() <= 70, "length " + queue.length());
        }
        assertSame(stays, queue.due(1));
    }

    @Test
    void a_lease_whose_deadline_moves_to_and_fro_stands_in_it_a_bounded_number_of_times() {
        DueQueue queue = new DueQueue();
        HeldLease lease = lease(100_001);
        queue.enter(lease);
        for (int i = 100_000; i > 0; i--) {
            move(queue, lease, i);
            assertTrue(queue.length() <= 70, "length " + queue.length());
        }
        assertEquals(OptionalLong.of(1), queue.next());
    }

    @Test
    void one_look_puts_right_a_bounded_number_and_then_says_when_to_look_again() {
        DueQueue queue = new DueQueue();
        int many = 10 * DueQueue.PUT_RIGHT_AT_ONCE;
        for (int i = 0; i < many; i++) {
            HeldLease lease = lease(i);
            queue.enter(lease);
            move(queue, lease, 10_000 + i);
        }
        for (long looks = 1; looks < 10; looks++) {
            assertEquals(OptionalLong.of(looks * DueQueue.PUT_RIGHT_AT_ONCE), queue.next());
        }
        assertEquals(OptionalLong.of(10_000), queue.next());
    }

    @Test
    void what_moved_away_is_not_due_at_its_old_time() {
        DueQueue queue = new DueQueue();
        HeldLease moved = lease(1);
        HeldLease stayed = lease(2);
        queue.enter(moved);
        queue.enter(stayed);
        move(queue, moved, 100);
        assertSame(stayed, queue.due(2));
        queue.strike(stayed);
        assertNull(queue.due(99));
        assertSame(moved, queue.due(100));
    }
}
