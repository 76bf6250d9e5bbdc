// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi.state;

import java.util.List;

/**
 * What was kept over a restart.
 *
 * @param leases every lease that was kept and not dropped, in any order; their time may have run out meanwhile
 * @param instances every wanted instance that was kept and not dropped, in any order
 * @param warning what could not be read, what became of it and what to do, in words without a path; null: all is well
 */
public record Kept(List<KeptLease> leases, List<WantedInstance> instances, String warning) {
    public Kept {
        leases = List.copyOf(leases);
        instances = List.copyOf(instances);
    }

    /** Nothing was kept, and nothing is wrong. */
    public static Kept nothing() {
        return new Kept(List.of(), List.of(), null);
    }
}
