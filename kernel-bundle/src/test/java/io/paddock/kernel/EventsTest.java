// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.spi.Availability;
import io.paddock.spi.Health;
import io.paddock.spi.Probe;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private List<Event> all() {
        return Rig.get(rig.events.read(new EventQuery(0, EventQuery.MOST, null, null)))
                .items();
    }

    private List<String> types() {
        return all().stream().map(event -> event.type().wireName()).toList();
    }

    private Event await(EventType type) {
        Rig.await(type.wireName(), () -> find(type).isPresent());
        return find(type).orElseThrow();
    }

    private Optional<Event> find(EventType type) {
        return all().stream().filter(event -> event.type() == type).findFirst();
    }

    private Event event(EventType type) {
        return find(type).orElseThrow(() -> new AssertionError(type + " is not in " + types()));
    }

    @Test
    void the_life_of_an_instance_is_told_from_registration_to_its_end() {
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        Rig.get(rig.endpoints.renew(result.lease().leaseRef(), "anna", Duration.ofMinutes(2)));
        Rig.get(rig.endpoints.release(result.lease().leaseRef(), "anna"));
        Rig.get(rig.instances.stop(result.instanceId(), false));
        assertEquals(
                List.of(
                        "backend_registered",
                        "backend_available",
                        "instance_planned",
                        "instance_starting",
                        "instance_ready",
                        "lease_granted",
                        "lease_renewed",
                        "lease_released",
                        "instance_draining",
                        "instance_stopping",
                        "instance_stopped"),
                types());
        Event planned = event(EventType.INSTANCE_PLANNED);
        assertEquals("'run-1' asked for default-model", planned.cause());
        assertEquals("asked", planned.causeCode());
        assertEquals("anna", planned.ownerRef());
        assertEquals(event(EventType.BACKEND_REGISTERED).seq(), planned.causeSeq());
        Event ready = event(EventType.INSTANCE_READY);
        assertEquals(result.instanceId(), ready.instanceId());
        assertEquals(result.endpoint().endpointId(), ready.endpointId());
        assertEquals(1L, ready.endpointGeneration());
        assertEquals(ready.seq(), event(EventType.LEASE_GRANTED).causeSeq());
        assertEquals("stop_asked", event(EventType.INSTANCE_DRAINING).causeCode());
    }

    @Test
    void whoever_has_a_lease_finds_its_grant_among_the_events() {
        rig.with(fake);
        for (int i = 0; i < 50; i++) {
            rig.ensure("fake");
            assertEquals(
                    i + 1L,
                    all().stream()
                            .filter(event -> event.type() == EventType.LEASE_GRANTED)
                            .count());
        }
    }

    @Test
    void no_event_holds_a_lease_ref_that_can_be_used() {
        rig.with(fake);
        String ref = rig.ensure("fake").lease().leaseRef();
        Event granted = event(EventType.LEASE_GRANTED);
        assertTrue(ref.startsWith(granted.leaseRef().replace("\u2026", "")), granted.leaseRef());
        assertFalse(all().toString().contains(ref));
        assertFalse(all().toString().contains("s3cret"), "headers never show");
    }

    @Test
    void a_failure_carries_its_code_and_its_leases_recover_as_its_consequence() {
        rig.with(fake.spawning("sleep", "60"));
        EnsureResult result = rig.ensure("fake");
        long pid = rig.snapshot(result.instanceId()).pid();
        assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
        Event failed = await(EventType.INSTANCE_FAILED);
        assertEquals("process_exited", failed.causeCode());
        assertEquals(event(EventType.INSTANCE_READY).seq(), failed.causeSeq());
        Event recovering = await(EventType.LEASE_RECOVERING);
        assertEquals("instance_lost", recovering.causeCode());
        assertEquals("anna", recovering.ownerRef());
        Event planned = last(EventType.INSTANCE_PLANNED);
        assertEquals(failed.seq(), planned.causeSeq());
        assertEquals(planned.seq(), recovering.causeSeq());
        Event recovered = await(EventType.LEASE_RECOVERED);
        assertEquals(last(EventType.INSTANCE_READY).seq(), recovered.causeSeq());
        assertEquals(2L, recovered.endpointGeneration());
    }

    private Event last(EventType type) {
        return all().stream()
                .filter(event -> event.type() == type)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    @Test
    void the_next_instance_of_an_endpoint_follows_from_the_end_of_the_one_before() {
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        Rig.get(rig.instances.stop(first.instanceId(), true));
        rig.awaitGone(first.instanceId());
        EnsureResult second = rig.ensure("fake");
        Event planned = last(EventType.INSTANCE_PLANNED);
        assertEquals(second.instanceId(), planned.instanceId());
        assertEquals(event(EventType.INSTANCE_STOPPED).seq(), planned.causeSeq());
        assertEquals(2L, planned.endpointGeneration());
    }

    @Test
    void health_is_told_when_it_changes_and_not_otherwise() {
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        FakeDriver driver = fake.drivers.get(0);
        driver.check = () -> new Health(HealthStatus.UNAVAILABLE, "connection refused");
        Rig.await("outage", () -> rig.snapshot(result.instanceId()).healthStatus() == HealthStatus.UNAVAILABLE);
        driver.check = () -> new Health(HealthStatus.HEALTHY, "");
        Rig.await("recovery", () -> rig.snapshot(result.instanceId()).healthStatus() == HealthStatus.HEALTHY);
        List<String> changes = all().stream()
                .filter(event -> event.type() == EventType.INSTANCE_HEALTH_CHANGED)
                .map(Event::cause)
                .toList();
        assertEquals(
                List.of(
                        "healthy became degraded, connection refused",
                        "degraded became unavailable, connection refused",
                        "unavailable became healthy, its health check says so"),
                changes);
    }

    @Test
    void idleness_is_the_cause_of_an_idle_stop() {
        fake.timings = new Timings(
                Duration.ofSeconds(20),
                Duration.ofMillis(5),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(500),
                Duration.ofMillis(40));
        rig.with(fake);
        rig.ensure(Rig.wish("fake", "anna", Duration.ofMillis(20), null));
        assertEquals("ttl_ran_out", await(EventType.LEASE_EXPIRED).causeCode());
        await(EventType.INSTANCE_STOPPED);
        assertEquals("idle", event(EventType.INSTANCE_DRAINING).causeCode());
    }

    @Test
    void a_removed_backend_is_told_and_is_why_its_instances_drain() {
        rig.with(fake);
        rig.ensure("fake");
        rig.core.backends().remove(fake);
        await(EventType.INSTANCE_STOPPED);
        assertEquals("service_gone", event(EventType.BACKEND_REMOVED).causeCode());
        assertEquals("backend_removed", event(EventType.INSTANCE_DRAINING).causeCode());
        assertTrue(event(EventType.BACKEND_REMOVED).seq()
                < event(EventType.INSTANCE_DRAINING).seq());
    }

    @Test
    void a_second_backend_with_a_taken_id_is_refused_and_one_without_engine_is_unavailable() {
        rig.with(fake);
        await(EventType.BACKEND_AVAILABLE);
        rig.with(new FakeBackend("fake"));
        assertTrue(await(EventType.BACKEND_REFUSED).cause().startsWith("same_revision: "));
        FakeBackend other = new FakeBackend("other");
        other.availability = () -> Availability.unavailable("no engine; install one");
        rig.with(other);
        assertEquals(
                "no engine; install one", await(EventType.BACKEND_UNAVAILABLE).cause());
    }

    @Test
    void a_refused_ensure_is_an_event_with_its_code_before_its_caller_hears_of_it() {
        rig.with(fake);
        for (int i = 0; i < 20; i++) {
            rig.refusal(Rig.wish("none"));
            long refusals = all().stream()
                    .filter(event -> event.type() == EventType.ENSURE_REFUSED)
                    .count();
            assertEquals(i + 1L, refusals);
        }
        Event refused = event(EventType.ENSURE_REFUSED);
        assertEquals("backend_not_registered", refused.causeCode());
        assertEquals("none", refused.backend());
        assertEquals("anna", refused.ownerRef());
        assertEquals("no model named, run run-1", refused.detail());
    }

    @Test
    void leases_of_single_requests_are_counted_and_do_not_fill_the_journal() {
        rig.with(fake);
        String instance = rig.ensure("fake").instanceId();
        for (int i = 0; i < 10_000; i++) {
            EnsureResult one = rig.ensure(Rig.wish("fake", "gateway", null, null));
            Rig.get(rig.endpoints.release(one.lease().leaseRef(), "gateway"));
        }
        Rig.get(rig.instances.stop(instance, true));
        List<Event> all = all();
        assertTrue(all.size() < 20, "events: " + all.size());
        Event counted = event(EventType.LEASES_COUNTED);
        assertTrue(counted.cause().startsWith("10000 granted and 10000 given back within "), counted.cause());
        assertNull(counted.ownerRef());
    }

    @Test
    void the_size_of_the_journal_is_as_configured() {
        rig.journalEvents = 16;
        rig.with(fake);
        for (int i = 0; i < 100; i++) {
            rig.refusal(Rig.wish("none"));
        }
        assertEquals(18, all().size(), "16 refusals, and the two of the backend");
    }

    @Test
    void following_wakes_at_the_next_transition() throws Exception {
        rig.with(fake);
        await(EventType.BACKEND_AVAILABLE);
        var waiting = rig.events.read(new EventQuery(2, 10, null, Duration.ofSeconds(20)));
        assertFalse(waiting.isDone());
        rig.ensure("fake");
        Event first = waiting.get(10, TimeUnit.SECONDS).items().get(0);
        assertEquals(3, first.seq());
        assertEquals(EventType.INSTANCE_PLANNED, first.type());
        assertNotNull(first.at());
    }

    @Test
    void a_start_that_times_out_names_the_last_thing_seen() {
        fake.timings = Quick.timings(Duration.ofMillis(500), Duration.ofSeconds(5));
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("still loading");
        rig.with(fake);
        rig.refusal(Rig.wish("fake"));
        Event failed = await(EventType.INSTANCE_FAILED);
        assertEquals("readiness_timeout", failed.causeCode());
        assertTrue(failed.cause().contains("still loading"), failed.cause());
        assertEquals(InstanceState.FAILED, rig.failed().lifecycleStatus());
    }
}
