// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * The right to use an endpoint, as a value.
 *
 * @param leaseRef opaque, unguessable handle
 * @param ownerRef who owns it
 * @param ttl its length, or null when it lasts until released
 * @param renewable whether it can be renewed
 * @param expiresAt wall-clock time of expiry, or null
 * @param grantedAt wall-clock time of the grant
 * @param state where it stands
 * @param instanceId the instance behind it
 * @param backend the backend behind it
 * @param modelIdentity the model behind it
 * @param endpointGeneration generation of the endpoint when last looked at
 * @param context whose work it is
 * @param cause why it is recovering or was revoked, else null
 */
public record Lease(
        String leaseRef,
        String ownerRef,
        Duration ttl,
        boolean renewable,
        Instant expiresAt,
        Instant grantedAt,
        LeaseState state,
        String instanceId,
        String backend,
        String modelIdentity,
        long endpointGeneration,
        RequestContext context,
        Problem cause) {
    public Lease {
        requireNonNull(leaseRef, "leaseRef is null");
        requireNonNull(ownerRef, "ownerRef is null");
        requireNonNull(state, "state is null");
        requireNonNull(instanceId, "instanceId is null");
        requireNonNull(context, "context is null");
    }

    /** A lease about which there is nothing to explain. */
    public Lease(
            String leaseRef,
            String ownerRef,
            Duration ttl,
            boolean renewable,
            Instant expiresAt,
            Instant grantedAt,
            LeaseState state,
            String instanceId,
            String backend,
            String modelIdentity,
            long endpointGeneration,
            RequestContext context) {
        this(
                leaseRef,
                ownerRef,
                ttl,
                renewable,
                expiresAt,
                grantedAt,
                state,
                instanceId,
                backend,
                modelIdentity,
                endpointGeneration,
                context,
                null);
    }
}
