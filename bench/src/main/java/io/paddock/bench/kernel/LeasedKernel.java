// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.kernel;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import io.paddock.api.TargetPreference;
import io.paddock.kernel.KernelSubject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kernel with one ready instance and any number of leases on it. */
final class LeasedKernel implements AutoCloseable {
    static final Duration TTL = Duration.ofHours(1);

    private static final String HOLDER = "holder";
    private static final String CALLER = "caller";
    private static final EndpointRequest REQUEST = new EndpointRequest(
            "request", new TargetPreference(null, AttachedBackend.ID, null, null, Map.of(), Map.of()), null, null);

    private final KernelSubject kernel = new KernelSubject(new AttachedBackend());
    private final List<String> held = new ArrayList<>();

    /** Grants {@code live} leases. */
    LeasedKernel(int live) {
        for (int i = 0; i < live; i++) {
            held.add(ensure(HOLDER).leaseRef());
        }
        if (live == 0) {
            release(ensure(CALLER)); // the instance is up from here on
        }
    }

    private Lease ensure(String owner) {
        return kernel.endpoints()
                .ensure(new EnsureRequest(
                        REQUEST, ConsumerManifest.anyChat(), RequestContext.none(), new LeaseTerms(owner, TTL), null))
                .join()
                .lease();
    }

    /** Joins the ready instance. */
    Lease ensure() {
        return ensure(CALLER);
    }

    void release(Lease lease) {
        kernel.endpoints().release(lease.leaseRef(), lease.ownerRef()).join();
    }

    /** Renews one of the leases that are held all the time. */
    Lease renew(int which) {
        return kernel.endpoints().renew(held.get(which), HOLDER, TTL).join();
    }

    /** Grants {@code count} more leases that are held to the end. */
    void hold(int count) {
        for (int i = 0; i < count; i++) {
            held.add(ensure(HOLDER).leaseRef());
        }
    }

    boolean compatible() {
        return kernel.backends()
                .compatibility(AttachedBackend.ID, ConsumerManifest.anyChat())
                .compatible();
    }

    @Override
    public void close() {
        kernel.close();
    }
}
