// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Hands out leases on model endpoints, starting or joining an instance when needed.
 *
 * <p>Thread-safe. No method blocks; work is done on kernel threads. Futures fail only with
 * {@link InferenceException}.
 */
@ProviderType
public interface Endpoints {
    /**
     * Leases an endpoint that answers for the wanted model.
     *
     * <ul>
     *   <li>Nothing is started when the backend's manifest does not satisfy the consumer.
     *   <li>Concurrent requests for the same thing share one instance; each gets a lease of its own.
     *   <li>Cancelling the future gives up the wait, not the instance; a lease granted too late is given back.
     * </ul>
     */
    CompletableFuture<EnsureResult> ensure(EnsureRequest request);

    /**
     * Moves the expiry of a live lease to now plus {@code ttl}.
     *
     * @param ttl 1 ms to 24 h; null means {@link LeaseTerms#DEFAULT_TTL}
     */
    CompletableFuture<Lease> renew(String leaseRef, String ownerRef, Duration ttl);

    /**
     * Ends a lease. Releasing an unknown lease, or twice, or after the instance has gone, succeeds; another owner's
     * lease is refused with {@link ErrorCode#NOT_LEASE_OWNER}.
     */
    CompletableFuture<Void> release(String leaseRef, String ownerRef);

    /** The live leases, in order of their grant. */
    List<Lease> leases();

    /**
     * One lease by its ref: a live one, or one that expired or was revoked a few minutes ago. What its owner gave back
     * is forgotten.
     */
    default Optional<Lease> lease(String leaseRef) {
        return leases().stream()
                .filter(lease -> lease.leaseRef().equals(leaseRef))
                .findFirst();
    }

    /** The live leases of one owner, in order of their grant. */
    default List<Lease> leasesOfOwner(String ownerRef) {
        return leases().stream()
                .filter(lease -> lease.ownerRef().equals(ownerRef))
                .toList();
    }

    /** The live leases behind which an instance stands, in order of their grant. */
    default List<Lease> leasesOnInstance(String instanceId) {
        return leases().stream()
                .filter(lease -> lease.instanceId().equals(instanceId))
                .toList();
    }

    /**
     * Says that a request under a lease moves on: an answer, or a part of one, arrived just now. An engine that is too
     * busy to answer its health check is not taken for dead meanwhile. Cheap enough for every chunk.
     */
    default void progressed(String leaseRef) {}

    /**
     * Says how a request under a lease went. Two instances that stand for the same endpoint, the old one and the new one
     * of a swap, are compared by this. Said before the lease is given back; for an unknown lease it is forgotten.
     */
    default void reported(String leaseRef, CallOutcome outcome) {}
}
