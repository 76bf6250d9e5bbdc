// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.time.Duration;

/**
 * How much the runtime takes on.
 *
 * @param instances most live instances
 * @param starts most engines that come up at once; the others queue
 * @param leasesPerOwner most leases and waiting requests of one owner
 * @param drain how long a stopping instance waits for its leases
 */
public record Limits(int instances, int starts, int leasesPerOwner, Duration drain) {}
