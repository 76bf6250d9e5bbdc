// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.EnsureResult;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.spi.Availability;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several backends with one id. */
class VersionsTest {
    private final Rig rig = new Rig();
    private final FakeBackend old = version("1.2.3");
    private final FakeBackend fresh = version("1.10.0");

    @AfterEach
    void close() {
        rig.close();
    }

    private static FakeBackend version(String version) {
        FakeBackend backend = new FakeBackend("fake");
        var manifest = Manifests.version(FakeBackend.manifest("fake"), version);
        backend.manifest = () -> manifest;
        return backend;
    }

    private List<String> listed() {
        return rig.backends.list().stream()
                .map(one -> one.manifest().version() + " " + one.state().wireName())
                .toList();
    }

    private void awaitListed(String... lines) {
        Rig.await("the backends to be " + List.of(lines), () -> listed().equals(List.of(lines)));
    }

    @Test
    void both_versions_are_known_and_the_newest_takes_new_work() {
        rig.with(old);
        EnsureResult first = rig.ensure("fake");
        rig.with(fresh);
        awaitListed("1.10.0 available", "1.2.3 available");
        assertEquals(
                "1.10.0", rig.backends.find("fake").orElseThrow().manifest().version());
        EnsureResult second = rig.ensure("fake");
        assertFalse(second.reused());
        assertEquals("1.10.0", rig.snapshot(second.instanceId()).backendVersion());
        assertEquals(2, second.endpoint().endpointGeneration());
        assertEquals(InstanceState.READY, rig.snapshot(first.instanceId()).lifecycleStatus(), "it runs on");
        assertEquals(1, rig.endpoints.leasesOnInstance(first.instanceId()).size());
    }

    @Test
    void the_order_of_arrival_does_not_matter() {
        rig.with(fresh);
        rig.ensure("fake");
        rig.with(old);
        awaitListed("1.10.0 available", "1.2.3 available");
        rig.ensure("fake");
        assertEquals(0, old.plans.get());
    }

    @Test
    void a_newer_version_that_cannot_work_leaves_the_work_to_the_older_one() {
        AtomicBoolean installed = new AtomicBoolean();
        fresh.availability = () -> installed.get() ? Availability.available() : Availability.unavailable("no engine");
        rig.with(old).with(fresh);
        awaitListed("1.10.0 unavailable", "1.2.3 available");
        assertEquals("1.2.3", rig.snapshot(rig.ensure("fake").instanceId()).backendVersion());
        installed.set(true);
        rig.core.backends().all().forEach(Registration::look);
        awaitListed("1.10.0 available", "1.2.3 available");
        assertEquals("1.10.0", rig.snapshot(rig.ensure("fake").instanceId()).backendVersion());
    }

    @Test
    void when_the_newer_version_goes_the_older_one_serves_with_what_it_still_has() {
        rig.with(old);
        EnsureResult first = rig.ensure("fake");
        rig.with(fresh);
        awaitListed("1.10.0 available", "1.2.3 available");
        rig.ensure("fake");
        rig.core.backends().remove(fresh);
        awaitListed("1.2.3 available");
        EnsureResult again = rig.ensure("fake");
        assertEquals(first.instanceId(), again.instanceId());
        assertTrue(again.reused());
        assertEquals(1, old.drivers.size(), "one instance for one key");
    }

    @Test
    void the_same_version_again_is_refused_and_listed_with_the_reason_until_the_first_goes() {
        FakeBackend twin = version("1.2.3");
        rig.with(old);
        rig.ensure("fake");
        rig.with(twin);
        awaitListed("1.2.3 available", "1.2.3 refused");
        BackendSnapshot refused = rig.backends.list().get(1);
        assertTrue(refused.detail().startsWith("same_revision: "), refused.detail());
        rig.ensure("fake");
        assertEquals(0, twin.plans.get());
        rig.core.backends().remove(old);
        awaitListed("1.2.3 available");
        rig.ensure("fake");
        assertEquals(1, twin.plans.get());
    }

    @Test
    void another_backend_cannot_take_an_id_whatever_its_version() {
        FakeBackend other = new FakeBackend("fake") {};
        var manifest = Manifests.version(FakeBackend.manifest("fake"), "99");
        other.manifest = () -> manifest;
        rig.with(old);
        rig.ensure("fake");
        rig.with(other);
        Rig.await(
                "the refusal", () -> rig.backends.list().stream().anyMatch(one -> one.state() == BackendState.REFUSED));
        BackendSnapshot refused = rig.backends.list().get(1);
        assertTrue(refused.detail().startsWith("id_taken: "), refused.detail());
        rig.ensure("fake");
        assertEquals(0, other.plans.get());
    }

    @Test
    void an_instance_of_the_older_version_that_dies_leaves_its_leases_to_the_newer_one() {
        rig.with(old.spawning("sh", "-c", "exec sleep 60"));
        Lease lease = rig.ensure("fake").lease();
        rig.with(fresh.spawning("sh", "-c", "exec sleep 60"));
        awaitListed("1.10.0 available", "1.2.3 available");
        EnsureResult second = rig.ensure(Rig.wish("fake", "bert", null, null));
        ProcessHandle.of(rig.snapshot(lease.instanceId()).pid()).orElseThrow().destroyForcibly();
        Rig.await(
                "the lease to move",
                () -> rig.endpoints
                        .lease(lease.leaseRef())
                        .orElseThrow()
                        .instanceId()
                        .equals(second.instanceId()));
        assertEquals(
                LeaseState.ACTIVE,
                rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        assertEquals(2, rig.snapshot(second.instanceId()).leaseCount());
    }
}
