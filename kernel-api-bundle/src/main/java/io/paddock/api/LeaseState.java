// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Where a lease stands. */
public enum LeaseState implements WireNamed {
    /** Its endpoint may be used. */
    ACTIVE,
    /** The instance behind it was lost; another one is being brought up. It can be renewed and released meanwhile. */
    RECOVERING,
    /** Its time ran out. */
    EXPIRED,
    /** Its owner gave it back. */
    RELEASED,
    /** The instance went away under it and could not be brought back; the cause says why. */
    REVOKED
}
