// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmallPartsTest {
    @Test
    void a_quota_place_is_given_back_once() {
        Quota quota = new Quota();
        Quota.Place first = quota.take("anna", 2).orElseThrow();
        assertTrue(quota.take("anna", 2).isPresent());
        assertTrue(quota.take("anna", 2).isEmpty());
        assertTrue(quota.take("bert", 2).isPresent(), "owners do not share");
        first.giveBack();
        first.giveBack();
        assertEquals(1, quota.taken("anna"));
    }

    @Test
    void starts_queue_in_order_and_a_place_is_freed_once() {
        StartGate gate = new StartGate(() -> 1);
        List<String> begun = new ArrayList<>();
        StartGate.Turn first = gate.enter(() -> begun.add("first"));
        StartGate.Turn second = gate.enter(() -> begun.add("second"));
        StartGate.Turn third = gate.enter(() -> begun.add("third"));
        assertEquals(List.of("first"), begun);
        second.leave();
        first.leave();
        first.leave();
        assertEquals(List.of("first", "third"), begun);
        third.leave();
        assertTrue(begun.size() == 2, "the one that left the queue never begins");
    }

    @Test
    void a_failed_instance_is_shown_for_five_minutes() {
        Tombstones stones = new Tombstones();
        stones.failed(snapshot("a-1"), new WrittenLog(List.of(), 0, true), at(0));
        stones.ended("b-1");
        assertEquals(1, stones.list(at(299)).size());
        assertTrue(stones.list(at(300)).isEmpty());
        assertEquals(Optional.empty(), stones.find("a-1", at(301)));
        assertTrue(stones.knows("a-1") && stones.knows("b-1"));
        assertFalse(stones.knows("c-1"));
    }

    @Test
    void the_memory_of_failures_is_bounded() {
        Tombstones stones = new Tombstones();
        for (int i = 0; i < 100; i++) {
            stones.failed(snapshot("x-" + i), new WrittenLog(List.of(), 0, true), at(0));
        }
        assertEquals(64, stones.list(at(1)).size());
        assertEquals("x-99", stones.list(at(1)).get(63).instanceId());
    }

    private static io.paddock.api.InstanceSnapshot snapshot(String id) {
        InstanceIdentity identity = Samples.identity();
        InstanceIdentity renamed = new InstanceIdentity(
                id,
                identity.key(),
                1,
                identity.spec(),
                identity.manifest(),
                "m",
                identity.startupKind(),
                identity.managementMode(),
                identity.timings(),
                Samples.WALL);
        View view = new View(InstanceState.FAILED, HealthStatus.UNKNOWN, null, null, null, null, Map.of());
        return Publication.snapshot(renamed, view, 0, null);
    }

    @Test
    void open_maps_are_copied_into_plain_values() {
        Map<String, Object> open = new LinkedHashMap<>();
        open.put("text", "a");
        open.put("count", 3);
        open.put("nothing", null);
        open.put("object", new Object() {
            @Override
            public String toString() {
                return "foreign";
            }
        });
        open.put("list", List.of(1, List.of(true)));
        Map<String, Object> plain = PlainValues.map(open);
        assertEquals(Map.of("text", "a", "count", 3, "object", "foreign", "list", List.of(1, List.of(true))), plain);
    }

    @Test
    void a_lease_that_ended_is_remembered_for_a_while_unless_its_owner_gave_it_back() {
        double[] now = {0};
        PastLeases past = new PastLeases(new Time() {
            @Override
            public Moment now() {
                return at(now[0]);
            }

            @Override
            public Alarm after(java.time.Duration delay, Runnable task) {
                throw new UnsupportedOperationException();
            }
        });
        Problem cause = Problem.of(ErrorCode.CRASH_LOOP, "too often");
        past.remember(ended("lease-a", LeaseState.REVOKED, cause));
        past.remember(ended("lease-b", LeaseState.RELEASED, null));
        assertEquals(cause, past.find("lease-a").orElseThrow().cause());
        assertTrue(past.find("lease-b").isEmpty());
        assertTrue(past.refusal("lease-a", "anna").detail().contains("too often"));
        assertFalse(past.refusal("lease-a", "bert").detail().contains("too often"), "that is its owner's to know");
        now[0] = 300;
        assertTrue(past.find("lease-a").isEmpty());
        for (int i = 0; i < 1100; i++) {
            past.remember(ended("lease-" + i, LeaseState.EXPIRED, null));
        }
        assertTrue(past.find("lease-0").isEmpty());
        assertTrue(past.find("lease-1099").isPresent());
    }

    private static Lease ended(String ref, LeaseState state, Problem cause) {
        return new Lease(
                ref,
                "anna",
                null,
                true,
                null,
                Samples.WALL,
                state,
                "i-1",
                "fake",
                "m",
                1,
                RequestContext.none(),
                cause);
    }
}
