// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/**
 * The answer to a call for an instance without a lease.
 *
 * @param instance the ready instance
 * @param compatibility why it fits
 * @param reused whether it was there before this call
 */
public record InstanceResult(InstanceSnapshot instance, Compatibility compatibility, boolean reused) {
    public InstanceResult {
        requireNonNull(instance, "instance is null");
        requireNonNull(compatibility, "compatibility is null");
    }
}
