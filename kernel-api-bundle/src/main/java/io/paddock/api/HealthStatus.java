// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** How well a ready instance answers. */
public enum HealthStatus implements WireNamed {
    /** Not asked yet. */
    UNKNOWN,
    /** It answers as it should. */
    HEALTHY,
    /** It answers, but not as it should. */
    DEGRADED,
    /** It does not answer. */
    UNAVAILABLE
}
