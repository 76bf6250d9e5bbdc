// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Problem;
import java.time.Duration;
import java.util.List;

/**
 * What an instance that failed leaves to the next one for the same endpoint.
 *
 * @param leases the live leases, in no book
 * @param waiters callers that still wait
 * @param cause why it failed
 * @param served how long it had been ready
 */
record Estate(List<HeldLease> leases, List<Waiter> waiters, Problem cause, Duration served) {
    boolean isEmpty() {
        return leases.isEmpty() && waiters.isEmpty();
    }
}
