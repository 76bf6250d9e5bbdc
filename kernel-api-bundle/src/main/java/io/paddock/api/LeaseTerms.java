// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.time.Duration;

/**
 * For whom and for how long.
 *
 * @param ownerRef who owns the lease; only the owner may renew or release it
 * @param ttl how long it lasts without renewal, 1 ms to 24 h; null: until released, for holders inside this JVM only
 * @param renewable whether the lease may be renewed
 */
public record LeaseTerms(String ownerRef, Duration ttl, boolean renewable) {
    /** Owner when a request names none. */
    public static final String DEFAULT_OWNER = "anonymous";
    /** TTL when a request names none. */
    public static final Duration DEFAULT_TTL = Duration.ofMinutes(1);
    /** Longest TTL. */
    public static final Duration MAX_TTL = Duration.ofDays(1);

    private static final Duration MIN_TTL = Duration.ofMillis(1);

    public LeaseTerms {
        if (ownerRef == null || ownerRef.isBlank() || ownerRef.length() > 256) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE, "lease.owner_ref", "owner_ref must be 1 to 256 characters, not blank"));
        }
        if (ttl != null && (ttl.compareTo(MIN_TTL) < 0 || ttl.compareTo(MAX_TTL) > 0)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE, "lease.ttl_ms", "ttl_ms must be an integer from 1 to 86400000"));
        }
    }

    /** Terms of a lease that may be renewed. */
    public LeaseTerms(String ownerRef, Duration ttl) {
        this(ownerRef, ttl, true);
    }

    /** The default owner and TTL. */
    public static LeaseTerms defaults() {
        return new LeaseTerms(DEFAULT_OWNER, DEFAULT_TTL);
    }
}
