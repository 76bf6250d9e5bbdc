// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

/**
 * One backend service's coming.
 *
 * @param number counts those that come, from 1
 * @param bundle the bundle that brings it, or 0 when that is not known
 */
record Arrival(long number, long bundle) {}
