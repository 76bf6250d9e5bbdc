// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.CallOutcome;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as callers see it who want endpoints. */
@Component
public final class EndpointsService implements Endpoints {
    private final KernelCore core;

    @Activate
    public EndpointsService(@Reference Kernel kernel) {
        this(kernel.core());
    }

    EndpointsService(KernelCore core) {
        this.core = core;
    }

    @Override
    public CompletableFuture<EnsureResult> ensure(EnsureRequest request) {
        return core.ensure(request);
    }

    @Override
    public CompletableFuture<Lease> renew(String leaseRef, String ownerRef, Duration ttl) {
        try {
            return core.renew(leaseRef, new LeaseTerms(owner(ownerRef), ttl == null ? LeaseTerms.DEFAULT_TTL : ttl));
        } catch (InferenceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> release(String leaseRef, String ownerRef) {
        return core.release(leaseRef, owner(ownerRef));
    }

    private static String owner(String named) {
        return named == null ? LeaseTerms.DEFAULT_OWNER : named;
    }

    @Override
    public void progressed(String leaseRef) {
        core.leases().progressed(leaseRef);
    }

    @Override
    public void reported(String leaseRef, CallOutcome outcome) {
        core.leases().reported(leaseRef, outcome);
    }

    @Override
    public Optional<Lease> lease(String leaseRef) {
        return core.leases().find(leaseRef);
    }

    @Override
    public List<Lease> leases() {
        return core.leases().list();
    }
}
