// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A lease on a backend that goes and is soon back, and what is told of it. */
class GapLeaseTest {
    private final Rig rig = new Rig();
    private FakeBackend fake = new FakeBackend("fake").offering("tiny");

    GapLeaseTest() {
        rig.limits = rig.limits.withParking(new Parking(Duration.ofSeconds(20), 100));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void back() {
        fake = new FakeBackend("fake").offering("tiny");
        rig.with(fake);
    }

    private Lease lease(EnsureResult result) {
        return rig.endpoints.lease(result.lease().leaseRef()).orElseThrow();
    }

    private List<Event> events() {
        return Rig.get(rig.events.read(new EventQuery(0, 1000, null, null))).items();
    }

    private Event last(EventType type) {
        return events().stream()
                .filter(event -> event.type() == type)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    /** What is told of that lease until {@code end}: what happened, where it stood then, and in which generation. */
    private List<String> toldUntil(EventType end, EnsureResult result) {
        Rig.await(end.wireName(), () -> events().stream().anyMatch(event -> event.type() == end));
        return events().stream()
                .filter(event -> event.leaseRef() != null)
                .filter(event ->
                        result.lease().leaseRef().startsWith(event.leaseRef().replace("\u2026", "")))
                .map(event -> event.type().wireName() + " " + event.instanceId() + " " + event.endpointGeneration())
                .toList();
    }

    @Test
    void a_lease_outlives_the_replacement_and_says_that_its_instance_is_another_one() {
        rig.with(fake);
        EnsureResult before = rig.ensure("fake");
        rig.core.backends().remove(fake);
        assertEquals(LeaseState.RECOVERING, lease(before).state());
        assertTrue(lease(before).cause().detail().contains("being replaced"));
        back();
        Rig.await("the lease to be good again", () -> lease(before).state() == LeaseState.ACTIVE);
        assertEquals(2, lease(before).endpointGeneration());
        String next = lease(before).instanceId();
        assertNotEquals(before.instanceId(), next);
        Rig.get(rig.endpoints.renew(before.lease().leaseRef(), "anna", Duration.ofMinutes(1)));
        Rig.get(rig.endpoints.release(before.lease().leaseRef(), "anna"));
        assertEquals(
                List.of(
                        "lease_granted " + before.instanceId() + " 1",
                        "lease_recovering null 1",
                        "lease_recovered " + next + " 2",
                        "lease_renewed " + next + " 2",
                        "lease_released " + next + " 2"),
                toldUntil(EventType.LEASE_RELEASED, before));
    }

    @Test
    void what_comes_up_for_a_lease_is_told_as_a_consequence_of_the_replacement() {
        rig.with(fake);
        EnsureResult before = rig.ensure("fake");
        rig.core.backends().remove(fake);
        back();
        Rig.await("the lease to be good again", () -> lease(before).state() == LeaseState.ACTIVE);
        List<String> told = toldUntil(EventType.LEASE_RECOVERED, before);
        assertEquals(3, told.size(), told.toString());
        long removed = last(EventType.BACKEND_REMOVED).seq();
        assertEquals(removed, last(EventType.LEASE_RECOVERING).causeSeq(), "the backend went first");
        Event planned = last(EventType.INSTANCE_PLANNED);
        assertEquals("instance_lost", planned.causeCode(), planned.cause());
        assertTrue(planned.causeSeq() != null && planned.causeSeq() > removed, planned.toString());
        assertEquals(
                last(EventType.INSTANCE_READY).seq(),
                last(EventType.LEASE_RECOVERED).causeSeq());
    }

    @Test
    void a_lease_outlives_it_also_when_the_new_one_plans_something_else() {
        rig.with(fake);
        EnsureResult before = rig.ensure("fake");
        rig.core.backends().remove(fake);
        fake = new FakeBackend("fake") {
            @Override
            public EndpointKey key(InstanceSpec spec) {
                return EndpointKey.of("fake", Map.of("another", "digest"));
            }
        };
        rig.with(fake);
        Rig.await("the lease to be good again", () -> lease(before).state() == LeaseState.ACTIVE);
        assertEquals(2, lease(before).endpointGeneration());
        assertEquals(
                List.of(
                        "lease_granted " + before.instanceId() + " 1",
                        "lease_recovering null 1",
                        "lease_recovered " + lease(before).instanceId() + " 2"),
                toldUntil(EventType.LEASE_RECOVERED, before));
    }
}
