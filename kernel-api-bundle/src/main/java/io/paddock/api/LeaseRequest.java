// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A wish for a lease on an instance that is known already.
 *
 * @param consumer what the caller can live with
 * @param context whose work it is
 * @param lease owner and TTL
 * @param patience how long the caller waits for readiness, at least 0; null: as long as the instance may take
 */
public record LeaseRequest(ConsumerManifest consumer, RequestContext context, LeaseTerms lease, Duration patience) {
    public LeaseRequest {
        requireNonNull(consumer, "consumer is null");
        requireNonNull(context, "context is null");
        requireNonNull(lease, "lease is null");
    }
}
