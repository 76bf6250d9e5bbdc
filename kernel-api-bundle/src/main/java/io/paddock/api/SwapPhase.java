// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** What a swap does, one after the other; the strategy decides on the order. */
public enum SwapPhase implements WireNamed {
    /** The new revision is looked at and installed; nothing of it runs. */
    RESOLVE,
    /** The new revision starts, and its backend says that it can work. */
    START,
    /** A candidate comes up for each instance that takes work. */
    LOAD,
    /** Each candidate is ready and well. */
    READY,
    /** Each candidate answers a request, and rightly. */
    CANARY,
    /** The candidates stand for their endpoints from now on: new work, names and leases are theirs. */
    SWITCH,
    /** Requests to the new ones are compared with those to the old ones, which are kept ready. */
    PROBATION,
    /** The old ones finish what they have. */
    DRAIN,
    /** The old ones end, and the old revision is uninstalled. */
    STOP
}
