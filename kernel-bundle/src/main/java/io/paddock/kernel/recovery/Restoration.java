// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.recovery;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.RestoredLease;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.Kept;
import io.paddock.spi.state.KeptLease;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of what was kept, decided from it and the time alone. Pure.
 *
 * @param endpoints what is wanted again
 * @param expired leases whose time ran out while the runtime was down
 * @param lost leases of which nobody knows any more what they were for, revoked
 * @param unwanted instances that nobody wants any more
 */
record Restoration(
        List<WantedAgain> endpoints, List<KeptLease> expired, List<KeptLease> lost, List<WantedInstance> unwanted) {
    private static final Problem LOST = Problem.of(
            ErrorCode.RUNTIME_RESTARTED, "the runtime was restarted, and what the lease was for is not known any more");

    /**
     * An endpoint that is wanted again.
     *
     * @param wanted what it takes to bring it up
     * @param leases those that live on, in order of their grant
     */
    record WantedAgain(WantedInstance wanted, List<Remaining> leases) {}

    /**
     * A lease that lives on.
     *
     * @param lease the lease, recovering
     * @param left its time that is left, above 0
     */
    record Remaining(Lease lease, Duration left) {}

    static Restoration of(Kept kept, Instant now) {
        Map<EndpointKey, List<Remaining>> living = new HashMap<>();
        kept.instances().forEach(wanted -> living.put(wanted.key(), new ArrayList<>()));
        List<KeptLease> expired = new ArrayList<>();
        List<KeptLease> lost = new ArrayList<>();
        for (KeptLease one : kept.leases()) {
            Duration left = left(one.lease(), now);
            if (left.isZero() || left.isNegative()) {
                expired.add(in(one, LeaseState.EXPIRED, null, one.lease().expiresAt()));
            } else if (!living.containsKey(one.endpoint())) {
                lost.add(in(one, LeaseState.REVOKED, LOST, one.lease().expiresAt()));
            } else {
                KeptLease live = in(one, LeaseState.RECOVERING, RestoredLease.RESTARTED, now.plus(left));
                living.get(one.endpoint()).add(new Remaining(live.lease(), left));
            }
        }
        return new Restoration(endpoints(kept, living), expired, lost, unwanted(kept, living));
    }

    /** A clock that was set back makes no lease longer than it ever was. */
    private static Duration left(Lease lease, Instant now) {
        Duration left = Duration.between(now, lease.expiresAt());
        return left.compareTo(lease.ttl()) > 0 ? lease.ttl() : left;
    }

    private static List<WantedAgain> endpoints(Kept kept, Map<EndpointKey, List<Remaining>> living) {
        Comparator<Remaining> byGrant = Comparator.comparing(one -> one.lease().grantedAt());
        return kept.instances().stream()
                .filter(wanted -> wanted(wanted, living))
                .map(wanted -> new WantedAgain(
                        wanted,
                        living.get(wanted.key()).stream().sorted(byGrant).toList()))
                .toList();
    }

    private static List<WantedInstance> unwanted(Kept kept, Map<EndpointKey, List<Remaining>> living) {
        return kept.instances().stream()
                .filter(wanted -> !wanted(wanted, living))
                .toList();
    }

    private static boolean wanted(WantedInstance wanted, Map<EndpointKey, List<Remaining>> living) {
        return wanted.startedOnPurpose() || !living.get(wanted.key()).isEmpty();
    }

    private static KeptLease in(KeptLease one, LeaseState state, Problem cause, Instant expiresAt) {
        Lease lease = one.lease();
        return new KeptLease(
                one.endpoint(),
                new Lease(
                        lease.leaseRef(),
                        lease.ownerRef(),
                        lease.ttl(),
                        lease.renewable(),
                        expiresAt,
                        lease.grantedAt(),
                        state,
                        lease.instanceId(),
                        lease.backend(),
                        lease.modelIdentity(),
                        lease.endpointGeneration(),
                        lease.context(),
                        cause));
    }
}
