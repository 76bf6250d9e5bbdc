// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Where a lease stands. */
public enum LeaseState implements WireNamed {
    /** Its endpoint may be used. */
    ACTIVE,
    /** Its time ran out. */
    EXPIRED,
    /** Its owner gave it back. */
    RELEASED,
    /** The instance went away under it. */
    REVOKED
}
