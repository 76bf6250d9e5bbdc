// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/**
 * What is wanted. A backend or a model must be named.
 *
 * @param requestId the caller's id for this request, or null
 * @param targetPreference where to serve it, never null
 * @param modelPreference which model, or null when the backend's options or default decide
 * @param contractVersion {@code inference.v1}, or null for that
 */
public record EndpointRequest(
        String requestId, TargetPreference targetPreference, ModelPreference modelPreference, String contractVersion) {
    /** The one version of the contract. */
    public static final String CONTRACT_VERSION = "inference.v1";

    public EndpointRequest {
        targetPreference = targetPreference == null ? TargetPreference.none() : targetPreference;
        contractVersion = contractVersion == null ? CONTRACT_VERSION : contractVersion;
    }

    /** A request for a model, whoever serves it. */
    public static EndpointRequest forModel(String model) {
        return new EndpointRequest(null, null, new ModelPreference(model), null);
    }
}
