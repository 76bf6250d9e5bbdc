// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.BackendState;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
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

/** Leases of a backend that is replaced, where another one takes them than the one that was expected. */
class ReplacedTest {
    private static final EnsureRequest OTHER = Rig.wishOptions("fake", Map.of("ctx_size", 9));

    private final Rig rig = new Rig();

    ReplacedTest() {
        rig.limits = rig.limits.withParking(new Parking(Duration.ofSeconds(20), 100));
    }

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

    /** Plans one and the same thing for every wish. */
    private static FakeBackend otherwise() {
        return new FakeBackend("fake") {
            @Override
            public EndpointKey key(InstanceSpec spec) {
                return EndpointKey.of("fake", Map.of("another", "digest"));
            }
        };
    }

    private Lease lease(EnsureResult result) {
        return rig.endpoints.lease(result.lease().leaseRef()).orElseThrow();
    }

    private void arrives(EnsureResult leased) {
        Rig.await("the lease to be good again", () -> lease(leased).state() == LeaseState.ACTIVE);
        long before = leased.lease().endpointGeneration();
        assertTrue(lease(leased).endpointGeneration() > before, lease(leased) + " was of " + before);
    }

    private void renew(EnsureResult leased) {
        Rig.get(rig.endpoints.renew(leased.lease().leaseRef(), "anna", Duration.ofMinutes(1)));
    }

    private void present(int count) {
        Rig.await(
                "the versions",
                () -> rig.backends.list().stream()
                                .filter(one -> one.state() == BackendState.AVAILABLE)
                                .count()
                        == count);
    }

    @Test
    void what_an_older_version_takes_again_is_in_a_later_generation() {
        FakeBackend newer = version("1.10.0");
        rig.with(version("1.2.3"));
        EnsureResult first = rig.ensure("fake");
        rig.with(newer);
        present(2);
        EnsureResult second = rig.ensure("fake");
        assertEquals(2, second.endpoint().endpointGeneration());
        rig.core.backends().remove(newer);
        arrives(second);
        assertEquals(first.instanceId(), lease(second).instanceId(), "the one that was there takes it");
        EnsureResult third = rig.ensure("fake");
        assertEquals(lease(second).endpointGeneration(), third.endpoint().endpointGeneration());
        FakeBackend newest = version("1.11.0");
        rig.with(newest);
        present(2);
        assertTrue(rig.ensure("fake").endpoint().endpointGeneration()
                > third.endpoint().endpointGeneration());
    }

    @Test
    void what_waits_while_two_versions_go_is_in_a_later_generation_too() {
        FakeBackend newer = version("1.10.0");
        FakeBackend between = version("1.9.0");
        rig.with(version("1.2.3"));
        rig.ensure("fake");
        rig.with(newer);
        present(2);
        EnsureResult second = rig.ensure("fake");
        between.plan = spec -> {
            throw new IllegalStateException("not now");
        };
        rig.with(between);
        present(3);
        rig.core.backends().remove(newer);
        assertEquals(LeaseState.RECOVERING, lease(second).state());
        rig.core.backends().remove(between);
        arrives(second);
    }

    @Test
    void what_is_planned_otherwise_comes_up_when_there_is_room() {
        FakeBackend old = new FakeBackend("fake").spawning("sh", "-c", "exec sleep 60");
        rig.limits = rig.limits.withInstances(1).withDrain(Duration.ofMinutes(1));
        rig.with(old);
        EnsureResult lasting = rig.ensure("fake");
        EnsureResult request = rig.ensure(Rig.wish("fake", "gateway", null, null));
        rig.core.backends().remove(old);
        FakeBackend fresh = otherwise();
        rig.with(fresh);
        Rig.await("it to be planned", () -> fresh.plans.get() > 0);
        assertEquals(LeaseState.RECOVERING, lease(lasting).state());
        renew(lasting);
        Rig.get(rig.endpoints.release(request.lease().leaseRef(), "gateway"));
        arrives(lasting);
    }

    @Test
    void what_is_planned_as_one_comes_up_as_one_when_there_is_room() {
        FakeBackend old = new FakeBackend("fake").spawning("sh", "-c", "exec sleep 60");
        rig.limits = rig.limits.withInstances(2).withDrain(Duration.ofMinutes(1));
        rig.with(old);
        List<EnsureResult> lasting = List.of(rig.ensure("fake"), rig.ensure(OTHER));
        rig.core.backends().remove(old);
        FakeBackend fresh = otherwise();
        rig.with(fresh);
        Rig.await("both to be planned", () -> fresh.plans.get() > 1);
        lasting.forEach(one -> assertEquals(LeaseState.RECOVERING, lease(one).state()));
        lasting.forEach(this::renew); // then the old ones go
        lasting.forEach(this::arrives);
        assertEquals(lease(lasting.get(0)).instanceId(), lease(lasting.get(1)).instanceId());
    }
}
