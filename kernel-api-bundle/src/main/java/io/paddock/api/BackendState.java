// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Whether a registered backend can do work now. */
public enum BackendState implements WireNamed {
    /** Registered, its availability is not known yet. */
    CHECKING,
    /** Instances can be started or attached. */
    AVAILABLE,
    /** Registered, but its engine cannot run here; the detail says what is missing. */
    UNAVAILABLE,
    /** Being removed; no new work. */
    DRAINING,
    /** Not used, because its id belongs to another backend or its version is registered already; the detail says so. */
    REFUSED
}
