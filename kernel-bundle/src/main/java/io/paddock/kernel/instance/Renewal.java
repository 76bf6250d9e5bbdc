// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.kernel.work.Answer;

/**
 * A renewal that was found good, and waits to be written.
 *
 * @param renewed the lease as it will be, unless something else about it changes meanwhile
 * @param deadline monotonic time of its new expiry
 * @param answer where the renewed lease goes
 */
record Renewal(Lease renewed, long deadline, Answer<Lease> answer) {
    String ref() {
        return renewed.leaseRef();
    }

    /** The same renewal of what the lease is by now. */
    Lease of(Lease lease) {
        return LeaseForms.renewed(lease, renewed.ttl(), renewed.expiresAt());
    }
}
