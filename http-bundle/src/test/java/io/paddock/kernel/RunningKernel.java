// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Aliases;
import io.paddock.api.Backends;
import io.paddock.api.Endpoints;
import io.paddock.api.Events;
import io.paddock.api.Instances;
import io.paddock.api.Models;
import io.paddock.api.Swaps;
import io.paddock.kernel.instance.Limits;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.Backend;
import io.paddock.spi.revision.RevisionInstaller;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real kernel without OSGi. It lives in the kernel's package because the core is not public. */
public final class RunningKernel implements AutoCloseable {
    private static final Limits LIMITS = new Limits(16, 4, 1000, Duration.ofMillis(100)).withParking(Parking.DEFAULT);

    private final KernelCore core = new KernelCore(8, () -> LIMITS);
    private final SwapsService swaps = new SwapsService(core);

    public Endpoints endpoints() {
        return new EndpointsService(core);
    }

    public Instances instances() {
        return new InstancesService(core);
    }

    public Backends backends() {
        return new BackendsService(core);
    }

    public Models models() {
        return new ModelsService(core);
    }

    public Events events() {
        return new EventsService(core);
    }

    public Aliases aliases() {
        return new AliasesService(core);
    }

    public Swaps swaps() {
        return swaps;
    }

    /** From now on that installs revisions. */
    public void installs(RevisionInstaller installer) {
        swaps.bindInstaller(installer);
    }

    /** Takes a backend out, as its bundle does when it stops. */
    public void unregister(Backend backend) {
        core.backends().remove(backend);
    }

    /** Registers a backend; returns when it is known. */
    public void register(Backend backend) throws Exception {
        core.backends().add(backend);
        core.backends().settled().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        core.close();
    }
}
