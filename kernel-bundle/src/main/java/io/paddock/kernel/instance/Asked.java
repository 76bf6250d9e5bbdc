// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.LeaseTerms;

/**
 * A lease that its owner wants renewed.
 *
 * @param lease what is to be renewed
 * @param ref its ref as it came, for the answer: to write it anew takes longer than all else about a renewal
 * @param terms who asks, and for how long
 */
record Asked(HeldLease lease, String ref, LeaseTerms terms) {}
