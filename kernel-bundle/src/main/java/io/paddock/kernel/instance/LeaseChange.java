// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

/** In which way a lease lives on. */
enum LeaseChange {
    /** It has another expiry. */
    RENEWED,
    /** Another instance stands behind it, and it was good all the time. */
    MOVED,
    /** It waits for another instance. */
    RECOVERING,
    /** It waited, and is good again. */
    RECOVERED
}
