// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.api.EnsureResult;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Completion;
import java.util.concurrent.Executor;
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
    private final Keeping keeping;
    private final Executor messengers;
    private final Neighbours neighbours;

    Desk(Instance instance, Surroundings around, Neighbours neighbours) {
        this.instance = instance;
        this.leases = around.leases();
        this.keeping = around.keeping();
        this.messengers = around.messengers();
        this.neighbours = neighbours;
    }

    /** The lease is in the table before its owner hears of it, so that the owner may release it at once. */
    @Override
    public boolean granted(Waiter waiter, HeldLease held, Endpoint endpoint) {
        leases.add(held, instance, waiter.place());
        Lease lease = held.lease();
        instance.publish();
        instance.chronicle().granted(lease);
        Endpoint leased = Publication.inProtocol(
                        endpoint, waiter.compatibility().resolvedProtocol())
                .leasedAs(lease.leaseRef(), waiter.context().boundaryRef());
        EnsureResult result =
                new EnsureResult(leased, lease, waiter.compatibility(), lease.instanceId(), waiter.reused());
        if (keeping.keeps(lease)) {
            Completion.on(
                    keeping.keep(lease, instance.identity().wanted()),
                    (written, failure) -> deliver(waiter, result, failure));
            return true;
        }
        boolean taken = waiter.grant(result);
        if (!taken) {
            instance.chronicle().untaken();
        }
        return taken;
    }

    /** The write of a lease ended. Not on the mailbox. */
    private void deliver(Waiter waiter, EnsureResult result, Throwable failure) {
        Lease lease = result.lease();
        if (failure != null) {
            Problem problem = Keeping.problem(failure);
            leases.revoke(lease.leaseRef(), problem, () -> waiter.refuse(problem));
        } else if (!waiter.grant(result)) {
            leases.release(lease.leaseRef(), lease.ownerRef(), new Answer<>(messengers, nothing -> {}));
        }
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
        if (lease.state() != LeaseState.RELEASED) { // else its owner hears when that is written
            keeping.lost(lease);
        }
        if (lease.state() != LeaseState.RELEASED) {
            LOG.info("a lease on {} is {}", lease.instanceId(), lease.state().wireName());
        }
    }

    @Override
    public void changed(LeaseChange change, Lease lease) {
        instance.publish();
        instance.chronicle().changed(change, lease);
        if (change != LeaseChange.RENEWED) { // else that is written
            keeping.update(lease, instance.identity().wanted());
        }
    }
}
