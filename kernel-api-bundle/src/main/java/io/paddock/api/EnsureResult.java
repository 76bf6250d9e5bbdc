// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * The answer to an ensure call.
 *
 * @param endpoint where to call, with the lease's ref and the headers to send
 * @param lease the right to call it
 * @param compatibility why it fits
 * @param instanceId the instance behind it
 * @param reused whether the instance was there before this call
 */
public record EnsureResult(
        Endpoint endpoint, Lease lease, Compatibility compatibility, String instanceId, boolean reused) {
    public EnsureResult {
        requireNonNull(endpoint, "endpoint is null");
        requireNonNull(lease, "lease is null");
        requireNonNull(compatibility, "compatibility is null");
        requireNonNull(instanceId, "instanceId is null");
    }
}
