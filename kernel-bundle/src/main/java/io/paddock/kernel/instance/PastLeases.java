// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers for a while which leases ended against their owners' will, and why. Bounded; thread-safe. */
final class PastLeases {
    static final Duration SHOWN = Duration.ofMinutes(5);
    private static final int MOST = 1024;

    private record Past(Lease lease, Moment since) {}

    private final Time time;
    private final Map<String, Past> leases = new LinkedHashMap<>(); // guarded by this, oldest first

    PastLeases(Time time) {
        this.time = time;
    }

    /** What its owner gave back needs no explanation. */
    void remember(Lease ended) {
        if (ended.state() == LeaseState.RELEASED) {
            return;
        }
        synchronized (this) {
            leases.put(ended.leaseRef(), new Past(ended, time.now()));
            if (leases.size() > MOST) {
                leases.remove(leases.keySet().iterator().next());
            }
        }
    }

    synchronized Optional<Lease> find(String ref) {
        Past past = leases.get(ref);
        if (past == null) {
            return Optional.empty();
        }
        if (time.now().since(past.since()).compareTo(SHOWN) >= 0) {
            leases.remove(ref);
            return Optional.empty();
        }
        return Optional.of(past.lease());
    }

    /** What to tell {@code owner} about a lease that is not live. */
    Problem refusal(String ref, String owner) {
        Problem unknown = LeaseBook.unknown().problem();
        return find(ref)
                .filter(lease -> lease.ownerRef().equals(owner) && lease.cause() != null)
                .map(lease -> Problem.of(
                        unknown.code(),
                        "the lease was revoked: " + lease.cause().detail() + "; ensure the endpoint again"))
                .orElse(unknown);
    }
}
