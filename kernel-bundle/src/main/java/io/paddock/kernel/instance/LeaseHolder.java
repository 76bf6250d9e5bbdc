// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.CallOutcome;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;

/**
 * Who decides about a live lease: an instance, or what waits for one. A lease may have moved on when it is asked; it
 * then asks the next one. Thread-safe; nothing blocks.
 */
interface LeaseHolder {
    /** Moves the expiry of a lease. */
    void renew(Asked asked, Answer<Lease> answer);

    /**
     * The write of a renewal ended.
     *
     * @param unwritten why it failed, or null
     */
    void renewed(Renewal renewal, Problem unwritten);

    /** Ends a lease for its owner; one that is over is no error. */
    void release(HeldLease lease, String owner, Answer<Void> answer);

    /** Ends a lease, whoever owns it, and calls {@code then}; one that is over is no error. */
    void revoke(HeldLease lease, Problem cause, Runnable then);

    /** A request under one of its leases moves on. */
    void progressed();

    /** A request under one of its leases is over; of no interest where no instance stands behind it. */
    default void reported(CallOutcome outcome) {}
}
