// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.spi.PlanMemory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel's memory of plans, as backends see it. */
@Component
public final class PlanMemoryService implements PlanMemory {
    private final KernelCore core;

    @Activate
    public PlanMemoryService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    PlanMemoryService(KernelCore core) {
        this.core = core;
    }

    @Override
    public void forget(String backend) {
        core.backends().forgetPlans(backend);
    }
}
