// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.recovery;

import io.paddock.kernel.instance.Origin;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The way to what backends plan. Thread-safe; nothing blocks. */
@FunctionalInterface
public interface Planning {
    /**
     * A plan that keeps what was wished and declared.
     *
     * @param origin whose it is
     * @param spec the wish: what its alias stands for now, if it has one
     * @param plan the plan
     */
    record Planned(Origin origin, InstanceSpec spec, StartupPlan plan) {}

    /** What the wish's backend plans for it now, or for what its alias stands for now; empty while that backend is not there or cannot work. */
    Optional<CompletableFuture<Planned>> plan(InstanceSpec spec);
}
