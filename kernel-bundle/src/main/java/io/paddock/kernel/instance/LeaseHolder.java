// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.CallOutcome;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;

/**
 * Who decides about a live lease: an instance, or what waits for one. A lease may have moved on when it is asked; it
 * then asks the next one. Thread-safe; nothing blocks.
 */
interface LeaseHolder {
    /** Moves the expiry of a lease. */
    void renew(String ref, LeaseTerms terms, Answer<Lease> answer);

    /**
     * The write of a renewal ended.
     *
     * @param unwritten why it failed, or null
     */
    void renewed(Renewal renewal, Problem unwritten);

    /** Ends a lease for its owner; an unknown one is no error. */
    void release(String ref, String owner, Answer<Void> answer);

    /** Ends a lease, whoever owns it, and calls {@code then}; an unknown one is no error. */
    void revoke(String ref, Problem cause, Runnable then);

    /** A request under one of its leases moves on. */
    void progressed();

    /** A request under one of its leases is over; of no interest where no instance stands behind it. */
    default void reported(CallOutcome outcome) {}
}
