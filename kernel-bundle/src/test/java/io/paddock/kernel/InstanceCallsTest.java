// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Capability;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceState;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.Support;
import io.paddock.kernel.instance.Limits;
import io.paddock.spi.Probe;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstanceCallsTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    private static LeaseRequest forOwner(String owner, Duration patience) {
        return new LeaseRequest(
                ConsumerManifest.anyChat(),
                new RequestContext("run-7", null, "boundary-7", Map.of()),
                new LeaseTerms(owner, Duration.ofMinutes(1)),
                patience);
    }

    private InstanceResult start() {
        return Rig.get(rig.instances.start(Rig.wish("fake")));
    }

    private Problem refusal(String id, LeaseRequest request) {
        return Rig.refusal(rig.instances.lease(id, request));
    }

    // --- without a lease

    @Test
    void an_instance_without_a_lease_is_ready_and_joined_the_second_time() {
        rig.with(fake);
        InstanceResult first = start();
        assertFalse(first.reused());
        assertEquals(InstanceState.READY, first.instance().lifecycleStatus());
        assertEquals(0, first.instance().leaseCount());
        assertTrue(first.compatibility().compatible());
        assertTrue(start().reused());
        assertEquals(List.of(), rig.endpoints.leases());
        assertEquals(1, rig.instances.list().size());
    }

    @Test
    void no_lease_is_told_of_such_a_call() {
        rig.with(fake);
        start();
        assertTrue(Rig.get(rig.events.read(EventQuery.after(0))).items().stream()
                .noneMatch(event -> event.type() == EventType.LEASE_GRANTED));
    }

    @Test
    void its_idle_time_begins_anew_with_each_call() {
        fake.timings = new Timings(
                Duration.ofSeconds(20),
                Duration.ofMillis(5),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(500),
                Duration.ofSeconds(2));
        rig.with(fake);
        String id = start().instance().instanceId();
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < Duration.ofSeconds(3).toNanos()) {
            assertEquals(id, start().instance().instanceId());
        }
        rig.awaitGone(id);
    }

    @Test
    void what_ensure_refuses_is_refused_without_a_lease_too() {
        assertEquals(
                ErrorCode.BACKEND_NOT_REGISTERED,
                Rig.refusal(rig.instances.start(Rig.wish("fake"))).code());
        assertEquals(List.of(), rig.instances.list());
    }

    // --- a lease on one instance

    @Test
    void a_known_instance_can_be_leased_and_the_lease_carries_its_own_context() {
        rig.with(fake);
        String id = start().instance().instanceId();
        EnsureResult result = Rig.get(rig.instances.lease(id, forOwner("bert", null)));
        assertEquals(id, result.instanceId());
        assertTrue(result.reused());
        assertEquals("bert", result.lease().ownerRef());
        assertEquals("run-7", result.lease().context().runId());
        assertEquals("boundary-7", result.endpoint().boundaryRef());
        assertEquals(1, rig.snapshot(id).leaseCount());
        Rig.get(rig.endpoints.release(result.lease().leaseRef(), "bert"));
        assertEquals(0, rig.snapshot(id).leaseCount());
    }

    @Test
    void a_starting_instance_is_waited_for_as_long_as_the_patience_says() {
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending("loading");
        rig.with(fake);
        CompletableFuture<InstanceResult> starting = rig.instances.start(Rig.wish("fake"));
        Rig.await("an instance", () -> !rig.instances.list().isEmpty() && !fake.drivers.isEmpty());
        String id = rig.instances.list().get(0).instanceId();
        assertEquals(
                ErrorCode.WAIT_EXPIRED,
                refusal(id, forOwner("bert", Duration.ofMillis(20))).code());
        CompletableFuture<EnsureResult> waiting = rig.instances.lease(id, forOwner("bert", null));
        fake.drivers.get(0).probe = () -> FakeDriver.ready(9);
        assertEquals(id, Rig.get(waiting).instanceId());
        assertEquals(id, Rig.get(starting).instance().instanceId());
    }

    @Test
    void an_instance_that_is_not_there_is_never_started() {
        rig.with(fake);
        assertEquals(
                ErrorCode.INSTANCE_NOT_FOUND,
                refusal("fake-0-1", forOwner("bert", null)).code());
        String id = start().instance().instanceId();
        Rig.get(rig.instances.stop(id, true));
        rig.awaitGone(id);
        assertEquals(
                ErrorCode.INSTANCE_NOT_FOUND,
                refusal(id, forOwner("bert", null)).code());
        assertEquals(List.of(), rig.instances.list());
    }

    @Test
    void a_draining_instance_grants_nothing_and_says_so_at_once() {
        rig.with(fake);
        EnsureResult held = rig.ensure("fake");
        CompletableFuture<Void> stopping = rig.instances.stop(held.instanceId(), false);
        rig.awaitState(held.instanceId(), InstanceState.DRAINING);
        assertEquals(
                ErrorCode.DRAINING,
                refusal(held.instanceId(), forOwner("bert", null)).code());
        Rig.get(rig.endpoints.release(held.lease().leaseRef(), "anna"));
        Rig.get(stopping);
    }

    @Test
    void a_consumer_that_does_not_fit_gets_no_lease() {
        rig.with(fake);
        String id = start().instance().instanceId();
        ConsumerManifest wants = new ConsumerManifest(
                "picky",
                Set.of(RuntimeKind.SERVICE),
                null,
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.VISION, Support.YES),
                Map.of(),
                Map.of(),
                Map.of());
        Problem problem =
                refusal(id, new LeaseRequest(wants, RequestContext.none(), new LeaseTerms("bert", null), null));
        assertEquals(ErrorCode.INCOMPATIBLE, problem.code());
        assertEquals(List.of("vision"), problem.compatibility().missingRequirements());
        assertEquals(0, rig.snapshot(id).leaseCount());
    }

    @Test
    void the_quota_of_an_owner_holds_here_too() {
        rig.with(fake);
        String id = start().instance().instanceId();
        rig.limits = new Limits(32, 4, 1, Duration.ofSeconds(1));
        Rig.get(rig.instances.lease(id, forOwner("bert", null)));
        assertEquals(ErrorCode.AT_CAPACITY, refusal(id, forOwner("bert", null)).code());
    }
}
