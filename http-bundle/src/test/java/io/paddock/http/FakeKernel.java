// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.BackendVerdict;
import io.paddock.api.Backends;
import io.paddock.api.CallOutcome;
import io.paddock.api.Capability;
import io.paddock.api.Cause;
import io.paddock.api.CauseChain;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.Endpoint;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureAction;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventPage;
import io.paddock.api.EventQuery;
import io.paddock.api.Events;
import io.paddock.api.Explanation;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceResult;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.Instances;
import io.paddock.api.Lease;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LogLine;
import io.paddock.api.LogPage;
import io.paddock.api.LogQuery;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.api.Support;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A kernel with one backend {@code fake} and one model {@code tiny} behind one base URL; it counts what is asked of it. */
final class FakeKernel implements Endpoints {
    final List<EnsureRequest> ensured = new CopyOnWriteArrayList<>();
    final List<String> released = new CopyOnWriteArrayList<>();
    final AtomicInteger granted = new AtomicInteger();
    final List<String> progressed = new CopyOnWriteArrayList<>();
    final Map<String, String> headers = new ConcurrentHashMap<>();
    volatile URI baseUrl = URI.create("http://127.0.0.1:1/v1");
    volatile BackendState state = BackendState.AVAILABLE;
    volatile Function<EnsureRequest, CompletableFuture<EnsureResult>> ensuring = this::grant;
    volatile CompletableFuture<Void> stopping = CompletableFuture.completedFuture(null);
    volatile List<Object> stopped = List.of();
    volatile Duration renewed;
    volatile LogQuery logQuery;
    volatile CompletableFuture<LogPage> logPage = CompletableFuture.completedFuture(
            new LogPage(List.of(new LogLine("stderr", "loading /srv/models/tiny.gguf")), 7, 2, false));
    volatile CompletableFuture<EventPage> page =
            CompletableFuture.completedFuture(new EventPage(Samples.events(), 7, 2));
    volatile EventQuery query;
    volatile EnsureRequest started;
    volatile boolean startedAnew = true;
    volatile LeaseRequest leased;
    volatile EnsureRequest explained;
    volatile int tail;

    final FakeSwaps swaps = new FakeSwaps();
    final FakeAliases aliases = new FakeAliases();
    final List<CallOutcome> outcomes = new CopyOnWriteArrayList<>();

    @Override
    public void reported(String leaseRef, CallOutcome outcome) {
        outcomes.add(outcome);
    }

    Services services() {
        return new Services(
                this, new FakeBackends(), new FakeInstances(), this::models, new FakeEvents(), swaps, aliases);
    }

    static <T> CompletableFuture<T> failed(ErrorCode code, String detail) {
        return CompletableFuture.failedFuture(new InferenceException(code, detail));
    }

    CompletableFuture<EnsureResult> grant(EnsureRequest request) {
        String ref = "lease-0123456789-" + granted.incrementAndGet();
        return CompletableFuture.completedFuture(new EnsureResult(
                endpoint(ref),
                Samples.lease(ref, request.lease().ownerRef()),
                Samples.fits(),
                "in-1",
                granted.get() > 1));
    }

    @Override
    public CompletableFuture<EnsureResult> ensure(EnsureRequest request) {
        ensured.add(request);
        return ensuring.apply(request);
    }

    @Override
    public CompletableFuture<Lease> renew(String leaseRef, String ownerRef, Duration ttl) {
        if (!ownerRef.equals("me")) {
            return failed(ErrorCode.NOT_LEASE_OWNER, "this lease belongs to somebody else");
        }
        renewed = ttl;
        return CompletableFuture.completedFuture(Samples.lease(leaseRef, ownerRef));
    }

    @Override
    public CompletableFuture<Void> release(String leaseRef, String ownerRef) {
        if (ownerRef.equals("other")) {
            return failed(ErrorCode.NOT_LEASE_OWNER, "this lease belongs to somebody else");
        }
        released.add(leaseRef);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void progressed(String leaseRef) {
        progressed.add(leaseRef);
    }

    @Override
    public List<Lease> leases() {
        return List.of(Samples.lease("lease-0123456789-secret", "me"));
    }

    private CompletableFuture<List<ModelListing>> models() {
        return CompletableFuture.completedFuture(List.of(
                new ModelListing("tiny", "fake", 1000L, 4096L, Map.of(Capability.STREAMING, Support.YES), Map.of())));
    }

    private final class FakeBackends implements Backends {
        @Override
        public List<BackendSnapshot> list() {
            return List.of(Samples.backend(state));
        }

        @Override
        public Optional<BackendSnapshot> find(String backend) {
            return list().stream()
                    .filter(found -> found.manifest().backend().equals(backend))
                    .findFirst();
        }

        @Override
        public CompletableFuture<Explanation> explain(EnsureRequest request) {
            explained = request;
            BackendVerdict verdict = new BackendVerdict(
                    "fake",
                    "1",
                    EnsureAction.REFUSE,
                    null,
                    Problem.of(ErrorCode.ENGINE_UNAVAILABLE, "no engine at /opt/engine/run"),
                    BackendState.UNAVAILABLE,
                    "no engine at /opt/engine/run",
                    true,
                    Samples.fits());
            return CompletableFuture.completedFuture(new Explanation("tiny", "me", List.of(verdict)));
        }

        @Override
        public Compatibility compatibility(String backend, ConsumerManifest consumer) {
            return backend.equals("fake") ? Samples.fits() : Samples.refuses();
        }

        @Override
        public CompletableFuture<Compatibility> compatibility(String backend, String model, ConsumerManifest consumer) {
            return CompletableFuture.completedFuture(compatibility(model.equals("tiny") ? backend : "none", consumer));
        }
    }

    private final class FakeInstances implements Instances {
        @Override
        public List<InstanceSnapshot> list() {
            return List.of(Samples.instance(endpoint("lease-hidden")));
        }

        @Override
        public Optional<InstanceSnapshot> find(String instanceId) {
            return list().stream()
                    .filter(found -> found.instanceId().equals(instanceId))
                    .findFirst();
        }

        @Override
        public CompletableFuture<InstanceResult> start(EnsureRequest request) {
            started = request;
            return CompletableFuture.completedFuture(
                    new InstanceResult(Samples.instance(endpoint("lease-hidden")), Samples.fits(), !startedAnew));
        }

        @Override
        public CompletableFuture<EnsureResult> lease(String instanceId, LeaseRequest request) {
            leased = request;
            return instanceId.equals("in-1")
                    ? CompletableFuture.completedFuture(new EnsureResult(
                            endpoint("lease-9"),
                            Samples.lease("lease-9", request.lease().ownerRef()),
                            Samples.fits(),
                            "in-1",
                            true))
                    : failed(ErrorCode.INSTANCE_NOT_FOUND, "there is no instance");
        }

        @Override
        public CompletableFuture<Void> stop(String instanceId, boolean force) {
            stopped = List.of(instanceId, force);
            return stopping;
        }
    }

    private final class FakeEvents implements Events {
        @Override
        public CompletableFuture<EventPage> read(EventQuery asked) {
            query = asked;
            return page;
        }

        @Override
        public CauseChain whyInstance(String instanceId) {
            return why(instanceId, instanceId.equals("in-1"), ErrorCode.INSTANCE_NOT_FOUND);
        }

        @Override
        public CauseChain whyLease(String leaseRef) {
            return why(leaseRef, leaseRef.equals("lease-1"), ErrorCode.LEASE_NOT_FOUND);
        }

        private CauseChain why(String subject, boolean known, ErrorCode code) {
            if (!known) {
                throw new InferenceException(code, "it is not remembered");
            }
            Instant at = Instant.ofEpochMilli(1_700_000_000_000L);
            Cause cause = new Cause(7L, at, subject + " failed: could not open /srv/models/tiny.gguf");
            return new CauseChain(subject, subject + " is failed", List.of(cause), true);
        }

        @Override
        public List<LogLine> log(String instanceId, int lines) {
            tail = lines;
            if (!instanceId.equals("in-1")) {
                throw new InferenceException(ErrorCode.INSTANCE_NOT_FOUND, "there is no instance");
            }
            return List.of(new LogLine("stderr", "loading /srv/models/tiny.gguf"));
        }

        @Override
        public CompletableFuture<LogPage> readLog(LogQuery asked) {
            logQuery = asked;
            return asked.instanceId().equals("in-1")
                    ? logPage
                    : CompletableFuture.failedFuture(
                            new InferenceException(ErrorCode.INSTANCE_NOT_FOUND, "there is no instance"));
        }
    }

    private Endpoint endpoint(String leaseRef) {
        return Samples.endpoint(baseUrl, headers, leaseRef);
    }

    List<String> unreleased() {
        List<String> open = new ArrayList<>();
        for (int i = 1; i <= granted.get(); i++) {
            open.add("lease-0123456789-" + i);
        }
        released.forEach(open::remove);
        return open;
    }
}
