// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

/**
 * What is seldom asked of a lease that is in the table.
 *
 * @param number earlier leases have smaller ones
 * @param place what it takes of its owner's quota
 * @param strange its ref, when that is none of ours, else null
 */
record Enrolment(long number, Quota.Place place, String strange) {}
