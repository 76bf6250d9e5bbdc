// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.consumer;

import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.Endpoint;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.ManagementMode;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.TargetClass;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A kernel with one endpoint that remembers who holds a lease on it. */
final class OneEndpoint implements Endpoints {
    static final String KEY = "k3y";

    private final List<Lease> leases = new CopyOnWriteArrayList<>();
    private final URI base;

    OneEndpoint(URI base) {
        this.base = base;
    }

    @Override
    public CompletableFuture<EnsureResult> ensure(EnsureRequest request) {
        String model = request.request().modelPreference().id();
        Instant now = Instant.now();
        Lease lease = new Lease(
                "lease-" + leases.size(),
                request.lease().ownerRef(),
                request.lease().ttl(),
                true,
                now.plus(request.lease().ttl()),
                now,
                LeaseState.ACTIVE,
                "instance-1",
                "fake",
                model,
                1,
                request.context());
        leases.add(lease);
        return CompletableFuture.completedFuture(
                new EnsureResult(endpoint(model, lease.leaseRef()), lease, fits(), "instance-1", false));
    }

    private Endpoint endpoint(String model, String lease) {
        return new Endpoint(
                "endpoint-1",
                1,
                RuntimeKind.SERVICE,
                ManagementMode.RUNTIME_MANAGED,
                TargetClass.SELF_HOSTED_ENDPOINT,
                Protocol.OPENAI_CHAT_COMPLETIONS,
                base,
                Map.of("authorization", "Bearer " + KEY),
                "fake",
                model,
                "fake",
                null,
                lease,
                null,
                null,
                Map.of(),
                Map.of());
    }

    private static Compatibility fits() {
        return new Compatibility(
                true,
                CompatibilityReason.PROTOCOL_MATCH,
                RuntimeKind.SERVICE,
                ManagementMode.RUNTIME_MANAGED,
                Protocol.OPENAI_CHAT_COMPLETIONS,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "manifest",
                Map.of());
    }

    @Override
    public CompletableFuture<Lease> renew(String leaseRef, String ownerRef, Duration ttl) {
        throw new UnsupportedOperationException("nobody renews here");
    }

    @Override
    public CompletableFuture<Void> release(String leaseRef, String ownerRef) {
        leases.removeIf(
                lease -> lease.leaseRef().equals(leaseRef) && lease.ownerRef().equals(ownerRef));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public List<Lease> leases() {
        return List.copyOf(leases);
    }
}
