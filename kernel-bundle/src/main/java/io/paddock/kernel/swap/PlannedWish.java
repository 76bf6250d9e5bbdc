// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.InstanceKey;
import io.paddock.kernel.instance.Origin;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;

/**
 * A wish and what is planned for it.
 *
 * @param origin who planned it
 * @param spec the wish
 * @param plan the plan
 */
public record PlannedWish(Origin origin, InstanceSpec spec, StartupPlan plan) {
    InstanceKey key() {
        return origin.key(plan.key(), spec);
    }
}
