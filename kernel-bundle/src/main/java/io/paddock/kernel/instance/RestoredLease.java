// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.Problem;
import java.time.Duration;

/**
 * A lease that lives on after a restart of the runtime.
 *
 * @param lease the lease, recovering
 * @param left its time that is left
 * @param place what it takes of its owner's quota
 */
public record RestoredLease(Lease lease, Duration left, Quota.Place place) {
    /** Why it is recovering. */
    public static final Problem RESTARTED = Problem.of(
            ErrorCode.RUNTIME_RESTARTED, "the runtime was restarted; another instance is brought up when it can be");
}
