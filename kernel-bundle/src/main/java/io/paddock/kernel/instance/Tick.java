// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

/** Why an instance's alarm rings; there is one alarm of each kind. */
enum Tick {
    /** It has waited long enough to be launched. */
    LAUNCH,
    /** Look again whether it is ready. */
    PROBE,
    /** Look whether it makes progress. */
    READINESS,
    /** Look whether it is still well. */
    HEALTH,
    /** Look whether anybody uses it. */
    IDLE,
    /** The leases had their time to finish. */
    DRAIN,
    /** A lease may have run out. */
    LEASES
}
