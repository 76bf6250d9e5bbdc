// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** What an ensure call would do. */
public enum EnsureAction implements WireNamed {
    /** Lease an instance that is there. */
    JOIN,
    /** Start or attach to a new instance. */
    START,
    /** Refuse; the problem says why. */
    REFUSE
}
