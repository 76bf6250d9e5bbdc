// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.StartupKind;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;

/**
 * What it takes to bring up another instance like one.
 *
 * @param origin where it comes from
 * @param plan how it is started
 * @param spec the wish that was planned
 */
record Blueprint(Origin origin, StartupPlan plan, InstanceSpec spec) {
    InstanceKey key() {
        return origin.key(plan.key(), spec);
    }

    boolean attaches() {
        return plan.startupKind() == StartupKind.ATTACH_EXISTING_SERVICE;
    }
}
