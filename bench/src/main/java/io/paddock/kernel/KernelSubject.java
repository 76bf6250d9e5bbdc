// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendState;
import io.paddock.api.Backends;
import io.paddock.api.Endpoints;
import io.paddock.kernel.instance.Limits;
import io.paddock.spi.Backend;
import io.paddock.spi.state.StateStore;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A running kernel without OSGi, for measurements. It lives in the kernel's package because the core is not public. */
public final class KernelSubject implements AutoCloseable {
    private static final Limits LIMITS = new Limits(32, 4, 10_000_000, Duration.ofSeconds(5));
    private static final long SETTLES_WITHIN_NANOS = 10_000_000_000L;

    private final KernelCore core;
    private final Endpoints endpoints;
    private final Backends backends;

    /**
     * Starts a kernel with that one backend and returns when it is available.
     *
     * @param store what keeps leases with a TTL, or null
     */
    public KernelSubject(Backend backend, StateStore store) {
        core = new KernelCore(8, () -> LIMITS, KernelConfig.DEFAULT::journalEvents, store);
        endpoints = new EndpointsService(core);
        backends = new BackendsService(core);
        core.backends().add(backend);
        long deadline = System.nanoTime() + SETTLES_WITHIN_NANOS;
        while (backends.list().stream().noneMatch(found -> found.state() == BackendState.AVAILABLE)) {
            if (deadline - System.nanoTime() < 0) {
                core.close();
                throw new IllegalStateException("the backend is not available");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What callers use. */
    public Endpoints endpoints() {
        return endpoints;
    }

    /** What callers use. */
    public Backends backends() {
        return backends;
    }

    @Override
    public void close() {
        core.close();
    }
}
