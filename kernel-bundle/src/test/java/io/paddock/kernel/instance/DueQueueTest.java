// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
        Map<String, Long> model = new HashMap<>();
        long now = 0;
        for (Step step : steps) {
            String ref = "lease-" + step.lease();
            if (step.time() == -1) {
                queue.strike(ref);
                model.remove(ref);
            } else if (step.time() == -2) {
                now += step.lease();
                assertEquals(expired(model, now), expired(queue, now));
            } else {
                queue.set(ref, now + (step.time() == DueQueue.NEVER ? DueQueue.NEVER - now : step.time()));
                model.put(ref, step.time() == DueQueue.NEVER ? DueQueue.NEVER : now + step.time());
            }
            assertEquals(next(model), queue.next());
        }
    }

    private static OptionalLong next(Map<String, Long> model) {
        return model.values().stream()
                .mapToLong(Long::longValue)
                .filter(at -> at != DueQueue.NEVER)
                .min();
    }

    private static List<String> expired(Map<String, Long> model, long now) {
        List<String> due = model.entrySet().stream()
                .filter(entry -> entry.getValue() <= now)
                .sorted(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(model::remove);
        return due;
    }

    private static List<String> expired(DueQueue queue, long now) {
        List<String> due = new ArrayList<>();
        for (String ref = queue.due(now); ref != null; ref = queue.due(now)) {
            due.add(ref);
            queue.strike(ref);
        }
        return due;
    }

    @Test
    void leases_that_come_and_go_leave_nothing_behind() {
        DueQueue queue = new DueQueue();
        queue.set("stays", 1);
        for (int i = 0; i < 100_000; i++) {
            queue.set("lease-" + i, 86_400_000L + i);
            queue.strike("lease-" + i);
            assertTrue(queue.length() <= 70, "length " + queue.length());
        }
        assertEquals("stays", queue.due(1));
    }

    @Test
    void a_lease_whose_deadline_moves_to_and_fro_stands_in_it_a_bounded_number_of_times() {
        DueQueue queue = new DueQueue();
        for (int i = 100_000; i > 0; i--) {
            queue.set("lease", i);
            assertTrue(queue.length() <= 70, "length " + queue.length());
        }
        assertEquals(OptionalLong.of(1), queue.next());
    }
}
