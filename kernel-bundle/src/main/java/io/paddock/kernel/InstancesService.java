// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.LeaseRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as callers see it who look after instances. */
@Component
public final class InstancesService implements Instances {
    private final KernelCore core;

    @Activate
    public InstancesService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    InstancesService(KernelCore core) {
        this.core = core;
    }

    @Override
    public List<InstanceSnapshot> list() {
        return core.instances().roster().list();
    }

    @Override
    public Optional<InstanceSnapshot> find(String instanceId) {
        return core.instances().roster().find(instanceId);
    }

    @Override
    public CompletableFuture<InstanceResult> start(EnsureRequest request) {
        return core.instanceFlow().start(request);
    }

    @Override
    public CompletableFuture<EnsureResult> lease(String instanceId, LeaseRequest request) {
        return core.instanceFlow().lease(instanceId, request);
    }

    @Override
    public CompletableFuture<Void> stop(String instanceId, boolean force) {
        return core.known().stop(instanceId, force);
    }
}
