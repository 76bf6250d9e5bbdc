// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Where a process is placed. */
public enum SurfaceKind implements WireNamed {
    /** A child of this runtime on this machine. */
    LOCAL_SUBPROCESS,
    /** A process on another machine, started over ssh. */
    SSH_EXEC,
    /** A process inside a guest, started through a bridge. Nothing implements it yet, so it is refused. */
    GUEST_BRIDGE
}
