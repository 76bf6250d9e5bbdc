// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.spi.Backend;
import io.paddock.spi.state.StateStore;
import io.paddock.spi.surface.ExecutionSurface;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The wiring of the kernel into OSGi. No decision is made in this class. */
@Component(service = Kernel.class, immediate = true, configurationPid = "io.paddock.kernel")
@Designate(ocd = KernelSettings.class)
public final class Kernel {
    private final KernelCore core;
    private final BooleanSupplier frameworkStops;
    private volatile KernelConfig config;

    @Activate
    public Kernel(KernelSettings settings, @Reference StateStore store, BundleContext context) {
        this(settings, store, folder(context), stopping(context.getBundle(0)));
    }

    private static Path folder(BundleContext context) {
        String data = context.getProperty("karaf.data");
        return Path.of(data == null ? "data" : data, "paddock");
    }

    private static BooleanSupplier stopping(Bundle framework) {
        return () -> framework.getState() == Bundle.STOPPING;
    }

    /**
     * @param folder where aliases and child processes are written down, or null
     * @param frameworkStops whether all bundles are being stopped
     */
    Kernel(KernelSettings settings, StateStore store, Path folder, BooleanSupplier frameworkStops) {
        this.frameworkStops = frameworkStops;
        config = KernelConfig.of(settings);
        core = new KernelCore(
                config.workerThreads(),
                () -> config.limits(),
                () -> config.journalEvents(),
                config.durable() ? store : null,
                folder);
    }

    /** New limits hold at once; running instances are not touched. */
    @Modified
    void modified(KernelSettings settings) {
        config = KernelConfig.of(settings);
    }

    @Deactivate
    void deactivate() {
        core.close();
    }

    /** Returns at once; the backend's code runs on kernel threads. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindBackend(Backend backend, Map<String, Object> properties) {
        core.backends().add(backend, properties.get(Constants.SERVICE_BUNDLEID) instanceof Long id ? id : 0);
    }

    /** Runs inside the unregister call, while the backend's classes are still good; returns within a bound. */
    void unbindBackend(Backend backend) {
        if (frameworkStops.getAsBoolean()) {
            core.runtimeStops(); // bundles go one after the other, this one not first
        }
        core.backends().remove(backend);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSurface(ExecutionSurface surface) {
        core.surfaces().add(surface);
    }

    /** Returns at once; what ran there ends. */
    void unbindSurface(ExecutionSurface surface) {
        core.surfaces().remove(surface);
    }

    KernelCore core() {
        return core;
    }
}
