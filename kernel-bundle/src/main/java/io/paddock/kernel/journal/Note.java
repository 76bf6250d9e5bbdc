// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import io.paddock.api.EventType;

/**
 * What is to be remembered.
 *
 * @param type what happened
 * @param about whom it concerns
 * @param because why
 * @param lease the whole ref of a lease, or null; never shown
 * @param owner owner of the lease or sender of the request, or null
 * @param detail more for people, or null
 */
public record Note(EventType type, About about, Because because, String lease, String owner, String detail) {
    /** A note that no lease has a part in. */
    public static Note of(EventType type, About about, Because because, String detail) {
        return new Note(type, about, because, null, null, detail);
    }

    /** Whether it comes as often as requests do. */
    boolean isTraffic() {
        return switch (type) {
            case LEASE_GRANTED,
                    LEASE_RENEWED,
                    LEASE_RELEASED,
                    LEASE_EXPIRED,
                    LEASE_RECOVERING,
                    LEASE_RECOVERED,
                    LEASE_MOVED,
                    LEASE_REVOKED,
                    LEASE_RESTORED,
                    LEASES_COUNTED,
                    ENSURE_REFUSED -> true;
            default -> false;
        };
    }
}
