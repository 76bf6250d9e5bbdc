// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import java.time.Duration;
import java.time.Instant;

/** The forms that one lease takes in its life. Pure. */
final class LeaseForms {
    private LeaseForms() {}

    /** With another expiry. */
    static Lease renewed(Lease lease, Duration ttl, Instant expiresAt) {
        return copy(lease, ttl, expiresAt, lease.state(), lease.cause());
    }

    /** In another state, for that cause or null. */
    static Lease in(Lease lease, LeaseState state, Problem cause) {
        return copy(lease, lease.ttl(), lease.expiresAt(), state, cause);
    }

    private static Lease copy(Lease lease, Duration ttl, Instant expiresAt, LeaseState state, Problem cause) {
        return new Lease(
                lease.leaseRef(),
                lease.ownerRef(),
                ttl,
                lease.renewable(),
                expiresAt,
                lease.grantedAt(),
                state,
                lease.instanceId(),
                lease.backend(),
                lease.modelIdentity(),
                lease.endpointGeneration(),
                lease.context(),
                cause);
    }
}
