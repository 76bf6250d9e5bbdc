// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.state;

import static java.util.Objects.requireNonNull;

import io.paddock.api.Lease;
import io.paddock.spi.EndpointKey;

/**
 * A lease as it is kept.
 *
 * @param endpoint the endpoint it is bound to, whatever instance stands for it
 * @param lease the lease; it has a TTL
 */
public record KeptLease(EndpointKey endpoint, Lease lease) {
    public KeptLease {
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(lease, "lease is null");
        if (lease.ttl() == null || lease.expiresAt() == null || lease.grantedAt() == null) {
            throw new IllegalArgumentException("only a lease with a TTL is kept");
        }
    }
}
