// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ModelListing;
import io.paddock.api.Models;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as callers see it who choose a model. */
@Component
public final class ModelsService implements Models {
    private final KernelCore core;

    @Activate
    public ModelsService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    ModelsService(KernelCore core) {
        this.core = core;
    }

    @Override
    public CompletableFuture<List<ModelListing>> list() {
        return core.models();
    }
}
