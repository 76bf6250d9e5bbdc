// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.spi.state.KeptLease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One kernel after the other, with what survives between them. */
final class Restarts implements AutoCloseable {
    private final List<AutoCloseable> open = new ArrayList<>();
    KeptState state = opened(new KeptState());
    Rig rig = opened(new Rig(state));

    /** It is closed with the test, the latest first. */
    <T extends AutoCloseable> T opened(T one) {
        open.add(0, one);
        return one;
    }

    @Override
    public void close() {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What is written lives on, the rest does not. */
    void restart() {
        KeptState left = opened(state.afterDeath());
        rig.close();
        state = left;
        rig = opened(new Rig(left));
    }

    static FakeBackend fake() {
        return new FakeBackend("fake");
    }

    Lease grant(String owner, Duration ttl) {
        return rig.ensure(Rig.wish("fake", owner, ttl, null)).lease();
    }

    /** The one live lease. */
    Lease only() {
        assertEquals(1, rig.endpoints.leases().size());
        return rig.endpoints.leases().get(0);
    }

    Lease awaitActive(String ref) {
        Rig.await(
                "the lease to be active",
                () -> rig.endpoints
                        .lease(ref)
                        .map(lease -> lease.state() == LeaseState.ACTIVE)
                        .orElse(false));
        return rig.endpoints.lease(ref).orElseThrow();
    }

    /** The events of that type since the last restart. */
    List<Event> told(EventType type) {
        return Rig.get(rig.events.read(new EventQuery(0, 1000, null, Duration.ZERO))).items().stream()
                .filter(event -> event.type() == type)
                .toList();
    }

    /** The same, with other times. */
    static KeptLease changed(KeptLease kept, Duration ttl, Instant expiresAt) {
        Lease lease = kept.lease();
        return new KeptLease(
                kept.endpoint(),
                new Lease(
                        lease.leaseRef(),
                        lease.ownerRef(),
                        ttl,
                        lease.renewable(),
                        expiresAt,
                        lease.grantedAt(),
                        lease.state(),
                        lease.instanceId(),
                        lease.backend(),
                        lease.modelIdentity(),
                        lease.endpointGeneration(),
                        lease.context()));
    }
}
