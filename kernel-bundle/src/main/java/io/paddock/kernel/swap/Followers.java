// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.kernel.instance.LeaseTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether those whose leases moved know of it. Who calls an instance directly learns from the lease that another one
 * stands there, at the latest when it renews; until then the old one must answer. Thread-safe once made.
 */
final class Followers {
    private final Map<String, Instant> moved = new HashMap<>(); // ref to its expiry when it moved
    private final LeaseTable leases;

    /** @param candidates ids of the instances that they moved to, just now */
    Followers(LeaseTable leases, List<String> candidates) {
        this.leases = leases;
        leases.list().stream()
                .filter(lease -> lease.expiresAt() != null && candidates.contains(lease.instanceId()))
                .forEach(lease -> moved.put(lease.leaseRef(), lease.expiresAt()));
    }

    /** Whether every one of them was renewed since, or is over. */
    boolean allKnow() {
        return moved.entrySet().stream().allMatch(one -> knows(one.getKey(), one.getValue()));
    }

    private boolean knows(String ref, Instant expiry) {
        Optional<Lease> now = leases.find(ref);
        return now.isEmpty()
                || now.get().state() != LeaseState.ACTIVE
                || !expiry.equals(now.get().expiresAt());
    }
}
