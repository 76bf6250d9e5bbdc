// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/**
 * A read-only picture of an instance.
 *
 * @param instanceId its id
 * @param backend id of its backend
 * @param backendVersion version of the backend that planned it
 * @param modelIdentity the model it serves
 * @param startupKind how it came up
 * @param managementMode who owns it
 * @param lifecycleStatus where it stands
 * @param healthStatus how it answers
 * @param detail the last thing seen, in words, or null
 * @param leaseCount live leases
 * @param endpoint its endpoint without secrets, or null while it is not ready
 * @param endpointGeneration from 1
 * @param pid process id, or null when it has no process of its own
 * @param insertedAt when it was created
 * @param readyAt when it became ready, or null
 * @param lastError why it failed, or null
 * @param metadata open map
 */
public record InstanceSnapshot(
        String instanceId,
        String backend,
        String backendVersion,
        String modelIdentity,
        StartupKind startupKind,
        ManagementMode managementMode,
        InstanceState lifecycleStatus,
        HealthStatus healthStatus,
        String detail,
        int leaseCount,
        Endpoint endpoint,
        long endpointGeneration,
        Long pid,
        Instant insertedAt,
        Instant readyAt,
        Problem lastError,
        Map<String, Object> metadata) {
    public InstanceSnapshot {
        requireNonNull(instanceId, "instanceId is null");
        requireNonNull(lifecycleStatus, "lifecycleStatus is null");
        requireNonNull(healthStatus, "healthStatus is null");
        metadata = Map.copyOf(metadata);
    }
}
