// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Swap;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.api.Swaps;
import io.paddock.kernel.swap.SwapBook;
import io.paddock.spi.revision.RevisionInstaller;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The kernel as callers see it who replace backends. */
@Component(service = Swaps.class)
public final class SwapsService implements Swaps {
    private final KernelCore core;
    private final SwapBook swaps;

    @Activate
    public SwapsService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    SwapsService(KernelCore core) {
        this.core = core;
        this.swaps = core.swaps();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindInstaller(RevisionInstaller installer) {
        swaps.installs(installer);
    }

    void unbindInstaller(RevisionInstaller installer) {
        swaps.installs(null);
    }

    @Override
    public CompletableFuture<SwapPlan> plan(SwapRequest request) {
        return core.onMessengers(swaps.plan(request));
    }

    @Override
    public CompletableFuture<Swap> start(SwapRequest request) {
        return core.onMessengers(swaps.start(request));
    }

    @Override
    public CompletableFuture<Swap> ended(String swapId) {
        return core.onMessengers(swaps.ended(swapId));
    }

    @Override
    public Optional<Swap> find(String swapId) {
        return swaps.find(swapId);
    }

    @Override
    public List<Swap> list() {
        return swaps.list();
    }
}
