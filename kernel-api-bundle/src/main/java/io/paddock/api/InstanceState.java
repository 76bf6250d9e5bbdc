// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import java.util.EnumSet;
import java.util.Set;

/** Where an instance stands in its life, and where it may go from there. */
public enum InstanceState implements WireNamed {
    /** Started or attached to, not yet proven ready. */
    STARTING,
    /** Proven ready; leases are granted. */
    READY,
    /** Going away: no new leases, the old ones may finish. */
    DRAINING,
    /** Gone on purpose. */
    STOPPED,
    /** Gone because of a failure. */
    FAILED;

    /** Whether {@code next} is a legal move from here. */
    public boolean canBecome(InstanceState next) {
        return successors().contains(next);
    }

    private Set<InstanceState> successors() {
        return switch (this) {
            case STARTING -> EnumSet.of(READY, DRAINING, STOPPED, FAILED);
            case READY -> EnumSet.of(DRAINING, STOPPED, FAILED);
            case DRAINING -> EnumSet.of(STOPPED, FAILED);
            case STOPPED, FAILED -> EnumSet.noneOf(InstanceState.class);
        };
    }

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return successors().isEmpty();
    }
}
