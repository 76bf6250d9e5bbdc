// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.Backends;
import io.paddock.api.CauseChain;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.Events;
import io.paddock.api.Explanation;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.Lease;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.api.ModelListing;
import io.paddock.api.Models;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

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

    public volatile CompletableFuture<EventPage> page =
            CompletableFuture.completedFuture(new EventPage(List.of(), 0, 0));
    public final List<EventQuery> queries = new CopyOnWriteArrayList<>();
    public CauseChain chain;
    public final List<LogLine> log = new ArrayList<>();
    public final Queue<LogLine> written = new ConcurrentLinkedQueue<>();
    public CompletableFuture<Explanation> explanation = new CompletableFuture<>();
    public final List<EnsureRequest> explained = new CopyOnWriteArrayList<>();
    public CompletableFuture<InstanceResult> startAnswer = new CompletableFuture<>();
    public LeaseRequest leased;

    public final Events eventService = new FakeEvents();
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

    private final class FakeEvents implements Events {
        @Override
        public CompletableFuture<EventPage> read(EventQuery query) {
            queries.add(query);
            return page.thenCompose(told -> {
                EventPage wanted = new EventPage(
                        told.items().stream()
                                .filter(event -> event.seq() > query.after())
                                .limit(query.limit())
                                .toList(),
                        told.next(),
                        told.lost());
                CompletableFuture<EventPage> answer = new CompletableFuture<>();
                return wanted.items().isEmpty() && !query.patience().isZero()
                        ? answer.completeOnTimeout(wanted, 5, TimeUnit.MILLISECONDS)
                        : CompletableFuture.completedFuture(wanted);
            });
        }

        @Override
        public CauseChain whyInstance(String instanceId) {
            calls.add("why instance " + instanceId);
            return chain;
        }

        @Override
        public CauseChain whyLease(String leaseRef) {
            calls.add("why lease " + leaseRef);
            return chain;
        }

        @Override
        public List<LogLine> log(String instanceId, int tail) {
            calls.add("log " + instanceId + " " + tail);
            return List.copyOf(log);
        }

        /** With each question one more line is there, until there is none. */
        @Override
        public CompletableFuture<LogPage> readLog(LogQuery query) {
            calls.add("log " + query.instanceId() + " " + query.after() + " " + query.limit());
            if (query.after() == null) {
                return CompletableFuture.completedFuture(new LogPage(log, log.size(), 0, false));
            }
            LogLine more = written.poll();
            return CompletableFuture.completedFuture(
                    new LogPage(more == null ? List.of() : List.of(more), query.after() + 1, 3, more == null));
        }
    }

    private final class FakeInstances implements Instances {
        @Override
        public CompletableFuture<InstanceResult> start(EnsureRequest request) {
            ensured.add(request);
            return startAnswer;
        }

        @Override
        public CompletableFuture<EnsureResult> lease(String instanceId, LeaseRequest request) {
            calls.add("lease " + instanceId);
            leased = request;
            return ensureAnswer;
        }

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
        public CompletableFuture<Explanation> explain(EnsureRequest request) {
            explained.add(request);
            return explanation;
        }

        @Override
        public Compatibility compatibility(String backend, ConsumerManifest consumer) {
            return Values.fits();
        }
    }
}
