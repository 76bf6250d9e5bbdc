// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Everything one ensure call says.
 *
 * @param request what is wanted
 * @param consumer what the caller can live with
 * @param context whose work it is
 * @param lease owner and TTL
 * @param patience how long the caller waits for readiness, at least 0; null: as long as the instance may take
 */
public record EnsureRequest(
        EndpointRequest request,
        ConsumerManifest consumer,
        RequestContext context,
        LeaseTerms lease,
        Duration patience) {
    public EnsureRequest {
        requireNonNull(request, "request is null");
        requireNonNull(consumer, "consumer is null");
        requireNonNull(context, "context is null");
        requireNonNull(lease, "lease is null");
    }
}
