// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.api.EnsureResult;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries an instance's decisions about waiters and leases to those concerned. Runs on the instance's mailbox. What the
 * instance shows is brought up to date first, so that whoever gets an answer sees what led to it.
 */
final class Desk implements LeaseDesk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Instance instance;
    private final LeaseTable leases;
    private final Neighbours neighbours;

    Desk(Instance instance, LeaseTable leases, Neighbours neighbours) {
        this.instance = instance;
        this.leases = leases;
        this.neighbours = neighbours;
    }

    /** The lease is in the table before its owner hears of it, so that the owner may release it at once. */
    @Override
    public boolean granted(Waiter waiter, Lease lease, Endpoint endpoint) {
        leases.add(lease, instance, waiter.place());
        instance.publish();
        instance.chronicle().granted(lease);
        Endpoint leased = Publication.inProtocol(
                        endpoint, waiter.compatibility().resolvedProtocol())
                .leasedAs(lease.leaseRef(), waiter.context().boundaryRef());
        boolean taken = waiter.grant(
                new EnsureResult(leased, lease, waiter.compatibility(), lease.instanceId(), waiter.reused()));
        if (!taken) {
            instance.chronicle().untaken();
        }
        return taken;
    }

    @Override
    public void refused(Waiter waiter, Problem problem) {
        instance.publish();
        waiter.refuse(problem);
    }

    @Override
    public void goingAway(Waiter waiter) {
        neighbours.goingAway(instance, waiter);
    }

    @Override
    public void ended(Lease lease) {
        leases.end(lease);
        if (lease.state() == LeaseState.REVOKED) {
            instance.publish();
        }
        instance.chronicle().ended(lease);
        if (lease.state() != LeaseState.RELEASED) {
            LOG.info("a lease on {} is {}", lease.instanceId(), lease.state().wireName());
        }
    }

    @Override
    public void changed(Lease lease) {
        Optional<Lease> before = leases.find(lease.leaseRef());
        leases.replace(lease);
        instance.publish();
        instance.chronicle().changed(before.orElse(lease), lease);
    }
}
