// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.surface;

import static java.util.Objects.requireNonNull;

import io.paddock.spi.LaunchSpec;

/**
 * A process to be placed.
 *
 * @param instance the instance that it belongs to
 * @param launch what to start; secrets are filled in, {@link LaunchSpec#PORT} is left to the surface
 */
public record Placement(String instance, LaunchSpec launch) {
    public Placement {
        requireNonNull(instance, "instance is null");
        requireNonNull(launch, "launch is null");
    }
}
