// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Map;

/**
 * Where and how to call a ready model. A value: it never changes and holds no resources.
 *
 * @param endpointId id of this endpoint
 * @param endpointGeneration from 1; grows when another instance takes over
 * @param runtimeKind always {@link RuntimeKind#SERVICE}
 * @param managementMode who runs it
 * @param targetClass always {@link TargetClass#SELF_HOSTED_ENDPOINT}
 * @param protocol how to talk to it
 * @param baseUrl absolute, without user info; {@code /chat/completions} follows it
 * @param headers to send with each call; values are secrets
 * @param providerIdentity the backend's name for itself
 * @param modelIdentity the model's name in calls
 * @param sourceRuntime the backend
 * @param sourceRuntimeRef reference inside the backend, or null
 * @param leaseRef the lease it was handed out under, or null
 * @param healthRef where its health can be asked, or null
 * @param boundaryRef from the request's context, or null
 * @param capabilities what it can do, within the manifest
 * @param metadata open map
 */
public record Endpoint(
        String endpointId,
        long endpointGeneration,
        RuntimeKind runtimeKind,
        ManagementMode managementMode,
        TargetClass targetClass,
        Protocol protocol,
        URI baseUrl,
        Map<String, String> headers,
        String providerIdentity,
        String modelIdentity,
        String sourceRuntime,
        String sourceRuntimeRef,
        String leaseRef,
        String healthRef,
        String boundaryRef,
        Map<Capability, Support> capabilities,
        Map<String, Object> metadata) {
    public Endpoint {
        requireNonNull(endpointId, "endpointId is null");
        requireNonNull(modelIdentity, "modelIdentity is null");
        if (!baseUrl.isAbsolute() || baseUrl.getUserInfo() != null) {
            throw new IllegalArgumentException("baseUrl must be absolute and carry no user info: " + baseUrl.getHost());
        }
        headers = Map.copyOf(headers);
        capabilities = Map.copyOf(capabilities);
        metadata = Map.copyOf(metadata);
    }

    /** The same endpoint as the holder of a lease sees it. */
    public Endpoint leasedAs(String lease, String boundary) {
        return copy(headers, lease, boundary);
    }

    /** The same endpoint without anything secret, for lists, logs and events. */
    public Endpoint withoutSecrets() {
        return copy(Map.of(), null, null);
    }

    /** The same endpoint in another generation. */
    public Endpoint at(long generation) {
        return generation == endpointGeneration ? this : copy(generation, headers, leaseRef, boundaryRef);
    }

    private Endpoint copy(Map<String, String> newHeaders, String lease, String boundary) {
        return copy(endpointGeneration, newHeaders, lease, boundary);
    }

    private Endpoint copy(long generation, Map<String, String> newHeaders, String lease, String boundary) {
        return new Endpoint(
                endpointId,
                generation,
                runtimeKind,
                managementMode,
                targetClass,
                protocol,
                baseUrl,
                newHeaders,
                providerIdentity,
                modelIdentity,
                sourceRuntime,
                sourceRuntimeRef,
                lease,
                healthRef,
                boundary,
                capabilities,
                metadata);
    }

    /** Header values are secrets until proven otherwise: only names are printed. */
    @Override
    public String toString() {
        return "Endpoint[" + endpointId + " -> " + baseUrl + ", model=" + modelIdentity + ", headers="
                + headers.keySet() + "]";
    }
}
