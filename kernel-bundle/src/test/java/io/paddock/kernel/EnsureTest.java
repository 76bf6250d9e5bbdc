// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.CompatibilityReason;
import io.paddock.api.EnsureResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnsureTest {
    private final Rig rig = new Rig();
    private final FakeBackend fake = new FakeBackend("fake");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_attached_endpoint_is_leased_with_everything_a_caller_needs() {
        rig.with(fake);
        EnsureResult result = rig.ensure("fake");
        assertEquals("http://127.0.0.1:9/v1", result.endpoint().baseUrl().toString());
        assertEquals("Bearer s3cret", result.endpoint().headers().get("authorization"));
        assertEquals(result.lease().leaseRef(), result.endpoint().leaseRef());
        assertEquals("boundary-1", result.endpoint().boundaryRef());
        assertEquals(1, result.endpoint().endpointGeneration());
        assertEquals(CompatibilityReason.PROTOCOL_MATCH, result.compatibility().reason());
        assertTrue(
                result.lease().leaseRef().matches("lease-[0-9a-f]{32}"),
                result.lease().leaseRef());
        assertFalse(result.reused());
        InstanceSnapshot instance = rig.snapshot(result.instanceId());
        assertEquals(InstanceState.READY, instance.lifecycleStatus());
        assertEquals(1, instance.leaseCount());
        assertTrue(instance.endpoint().headers().isEmpty(), "a list shows no secret");
        assertNull(instance.endpoint().leaseRef());
    }

    @Test
    void the_second_caller_joins_and_gets_a_lease_of_its_own() {
        rig.with(fake);
        EnsureResult first = rig.ensure("fake");
        EnsureResult second = rig.ensure("fake");
        assertTrue(second.reused());
        assertEquals(first.instanceId(), second.instanceId());
        assertNotEquals(first.lease().leaseRef(), second.lease().leaseRef());
        assertEquals(
                List.of(first.lease().leaseRef(), second.lease().leaseRef()),
                rig.endpoints.leases().stream().map(lease -> lease.leaseRef()).toList());
    }

    @Test
    void sixty_four_callers_share_one_instance_and_one_of_them_started_it() {
        rig.with(fake);
        List<CompletableFuture<EnsureResult>> asked = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            CompletableFuture<EnsureResult> answer = new CompletableFuture<>();
            asked.add(answer);
            callers.add(new Thread(() -> answer.complete(rig.ensure("fake"))));
        }
        callers.forEach(Thread::start);
        List<EnsureResult> results = asked.stream().map(Rig::get).toList();
        Set<String> instances = results.stream().map(EnsureResult::instanceId).collect(Collectors.toSet());
        assertEquals(1, instances.size());
        assertEquals(1, fake.drivers.size());
        assertEquals(1, results.stream().filter(result -> !result.reused()).count());
        assertEquals(64, rig.endpoints.leases().size());
    }
}
