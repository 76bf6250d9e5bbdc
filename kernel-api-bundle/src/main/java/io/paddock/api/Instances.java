// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/** Looks at and stops instances. Thread-safe; no method blocks. */
@ProviderType
public interface Instances {
    /** Live instances and those that failed lately, sorted by id. */
    List<InstanceSnapshot> list();

    /** One instance by id. */
    Optional<InstanceSnapshot> find(String instanceId);

    /**
     * Stops an instance: no new leases, then the engine's graceful way, then force. Stopping twice is not an error.
     *
     * @param force do not wait for the leases
     * @return completes when the instance is gone; fails with {@link ErrorCode#INSTANCE_NOT_FOUND} for an unknown id
     */
    CompletableFuture<Void> stop(String instanceId, boolean force);
}
