// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.api.Lease;
import io.paddock.api.Problem;

/** Where the machine's decisions about waiters and leases go. Called on the mailbox; must not block. */
interface LeaseDesk {
    /** Answers the waiter with its lease; false when nobody waits any more. */
    boolean granted(Waiter waiter, HeldLease lease, Endpoint endpoint);

    /** Answers the waiter with a failure. */
    void refused(Waiter waiter, Problem problem);

    /** This instance is going away; the waiter may have the next one. */
    void goingAway(Waiter waiter);

    /** A lease is over; its state says why. */
    void ended(Lease lease);

    /** A lease lives on, in another way. */
    void changed(LeaseChange change, Lease lease);
}
