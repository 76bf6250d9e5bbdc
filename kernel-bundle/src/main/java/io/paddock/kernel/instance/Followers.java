// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether those whose leases moved know of it. Who calls an instance directly learns from the lease that another one
 * stands there, at the latest when it renews; until then the old one must answer. Nobody calls an instance for a lease
 * that waits for another one. Thread-safe.
 */
public final class Followers {
    private final Map<String, Instant> moved = new HashMap<>(); // ref to its expiry when it moved; never changed
    private final LeaseTable leases;

    /** @param moving the leases, as they were before */
    public Followers(LeaseTable leases, Collection<Lease> moving) {
        this.leases = leases;
        moving.stream()
                .filter(lease -> lease.state() == LeaseState.ACTIVE && lease.expiresAt() != null)
                .forEach(lease -> moved.put(lease.leaseRef(), lease.expiresAt()));
    }

    /** Whether every one of them was renewed since, or is over. */
    public boolean allKnow() {
        return moved.entrySet().stream().allMatch(one -> knows(one.getKey(), one.getValue()));
    }

    private boolean knows(String ref, Instant expiry) {
        Optional<Lease> now = leases.find(ref);
        return now.isEmpty()
                || now.get().state() == LeaseState.EXPIRED
                || now.get().state() == LeaseState.REVOKED
                || !expiry.equals(now.get().expiresAt());
    }
}
