// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static java.util.Objects.requireNonNull;

import io.paddock.api.HealthStatus;

/**
 * What one health check saw.
 *
 * @param status how well it answers; never {@link HealthStatus#UNKNOWN}
 * @param detail what was seen, in words; may be empty
 */
public record Health(HealthStatus status, String detail) {
    public Health {
        requireNonNull(status, "status is null");
        requireNonNull(detail, "detail is null");
    }
}
