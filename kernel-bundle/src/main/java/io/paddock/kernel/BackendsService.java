// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.Backends;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.Explanation;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as callers see it who ask about backends. */
@Component
public final class BackendsService implements Backends {
    private final KernelCore core;
    private final BackendTable backends;
    private final BackendPictures pictures;

    @Activate
    public BackendsService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    BackendsService(KernelCore core) {
        this.core = core;
        this.backends = core.backends();
        this.pictures = new BackendPictures(backends, core.instances().roster());
    }

    @Override
    public List<BackendSnapshot> list() {
        return pictures.all();
    }

    @Override
    public Optional<BackendSnapshot> find(String backend) {
        return backends.find(backend).map(pictures::of);
    }

    @Override
    public Compatibility compatibility(String backend, ConsumerManifest consumer) {
        TextRules.name("backend", backend);
        TextRules.check(consumer);
        return core.compatibility(backend, consumer);
    }

    @Override
    public CompletableFuture<Compatibility> compatibility(String backend, String model, ConsumerManifest consumer) {
        TextRules.name("backend", backend);
        TextRules.name("model", model);
        TextRules.check(consumer);
        return core.compatibility(backend, model, consumer);
    }

    @Override
    public CompletableFuture<Explanation> explain(EnsureRequest request) {
        return core.explain(request);
    }
}
