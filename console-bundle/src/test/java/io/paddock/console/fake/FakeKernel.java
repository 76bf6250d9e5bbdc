// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.Backends;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.Lease;
import io.paddock.api.ModelListing;
import io.paddock.api.Models;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what it was told to answer and remembers what it was asked. */
public final class FakeKernel {
    public final List<BackendSnapshot> backends = new ArrayList<>();
    public final List<InstanceSnapshot> instances = new ArrayList<>();
    public final List<Lease> leases = new ArrayList<>();
    public final List<ModelListing> models = new ArrayList<>();
    public final List<EnsureRequest> ensured = new CopyOnWriteArrayList<>();
    /** What renew, release and stop were told, as words. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    public CompletableFuture<EnsureResult> ensureAnswer = new CompletableFuture<>();
    public CompletableFuture<Lease> renewAnswer = new CompletableFuture<>();
    public CompletableFuture<Void> releaseAnswer = CompletableFuture.completedFuture(null);
    public CompletableFuture<Void> stopAnswer = CompletableFuture.completedFuture(null);
    public CompletableFuture<List<ModelListing>> modelsAnswer;

    public final Endpoints endpoints = new FakeEndpoints();
    public final Instances instanceService = new FakeInstances();
    public final Backends backendService = new FakeBackends();
    public final Models modelService =
            () -> modelsAnswer == null ? CompletableFuture.completedFuture(List.copyOf(models)) : modelsAnswer;

    private final class FakeEndpoints implements Endpoints {
        @Override
        public CompletableFuture<EnsureResult> ensure(EnsureRequest request) {
            ensured.add(request);
            return ensureAnswer;
        }

        @Override
        public CompletableFuture<Lease> renew(String leaseRef, String ownerRef, Duration ttl) {
            calls.add("renew " + leaseRef + " " + ownerRef + " " + ttl);
            return renewAnswer;
        }

        @Override
        public CompletableFuture<Void> release(String leaseRef, String ownerRef) {
            calls.add("release " + leaseRef + " " + ownerRef);
            return releaseAnswer;
        }

        @Override
        public List<Lease> leases() {
            return List.copyOf(leases);
        }
    }

    private final class FakeInstances implements Instances {
        @Override
        public List<InstanceSnapshot> list() {
            return List.copyOf(instances);
        }

        @Override
        public Optional<InstanceSnapshot> find(String instanceId) {
            return instances.stream()
                    .filter(instance -> instance.instanceId().equals(instanceId))
                    .findFirst();
        }

        @Override
        public CompletableFuture<Void> stop(String instanceId, boolean force) {
            calls.add("stop " + instanceId + (force ? " force" : ""));
            return stopAnswer;
        }
    }

    private final class FakeBackends implements Backends {
        @Override
        public List<BackendSnapshot> list() {
            return List.copyOf(backends);
        }

        @Override
        public Optional<BackendSnapshot> find(String backend) {
            return backends.stream()
                    .filter(snapshot -> snapshot.manifest().backend().equals(backend))
                    .findFirst();
        }

        @Override
        public Compatibility compatibility(String backend, ConsumerManifest consumer) {
            return Values.fits();
        }
    }
}
