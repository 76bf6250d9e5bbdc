// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** Starts, leases, looks at and stops instances. Thread-safe; no method blocks. */
@ProviderType
public interface Instances {
    /** Live instances and those that failed lately, sorted by id. */
    List<InstanceSnapshot> list();

    /** One instance by id. */
    Optional<InstanceSnapshot> find(String instanceId);

    /**
     * Sees to it that an instance for the wanted model is ready, without a lease: it stays as long as idleness allows,
     * counted anew from this call. The request's lease only says whose call it is; its TTL is not used. Fails only with
     * {@link InferenceException}.
     */
    CompletableFuture<InstanceResult> start(EnsureRequest request);

    /**
     * Leases that very instance, waiting until it is ready. Never starts another one; fails with
     * {@link ErrorCode#INSTANCE_NOT_FOUND} when it is not there, and with {@link ErrorCode#DRAINING} when it is going away.
     */
    CompletableFuture<EnsureResult> lease(String instanceId, LeaseRequest request);

    /**
     * Stops an instance: no new leases, then the engine's graceful way, then force. Stopping twice is not an error.
     *
     * @param force do not wait for the leases
     * @return completes when the instance is gone; fails with {@link ErrorCode#INSTANCE_NOT_FOUND} for an unknown id
     */
    CompletableFuture<Void> stop(String instanceId, boolean force);

    /**
     * Stops every live instance, all at once; see {@link #stop}.
     *
     * @param force do not wait for the leases
     * @return completes when all of them are gone
     */
    default CompletableFuture<Void> stopAll(boolean force) {
        return CompletableFuture.allOf(list().stream()
                .filter(instance -> !instance.lifecycleStatus().isFinal())
                .map(instance -> stop(instance.instanceId(), force))
                .toArray(CompletableFuture<?>[]::new));
    }
}
