// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.kernel.work.Answer;

/**
 * A renewal that was found good, and waits to be written.
 *
 * @param lease what is renewed
 * @param renewed the lease as it will be, unless something else about it changes meanwhile
 * @param deadline monotonic time of its new expiry
 * @param answer where the renewed lease goes
 */
record Renewal(HeldLease lease, Lease renewed, long deadline, Answer<Lease> answer) {}
