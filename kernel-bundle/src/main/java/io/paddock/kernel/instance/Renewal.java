// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.kernel.work.Answer;
import java.time.Duration;
import java.time.Instant;

/**
 * A renewal that was found good, and waits to be written.
 *
 * @param ref the lease
 * @param ttl its new length, or null
 * @param expiresAt wall-clock time of its new expiry, or null
 * @param deadline monotonic time of its new expiry
 * @param answer where the renewed lease goes
 */
record Renewal(String ref, Duration ttl, Instant expiresAt, long deadline, Answer<Lease> answer) {
    Lease of(Lease lease) {
        return LeaseForms.renewed(lease, ttl, expiresAt);
    }
}
