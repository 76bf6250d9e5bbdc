// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.Capability;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelPreference;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.Support;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The OpenAI routes and what their relays share: the client, a few threads, and the limit on how many run at once. */
final class Gateway {
    static final String OWNER = "gateway";

    private static final int THREADS = 3;
    private static final Map<Protocol, ConsumerManifest> WHOLE = consumers(false);
    private static final Map<Protocol, ConsumerManifest> STREAMING = consumers(true);

    private final Endpoints endpoints;
    private final HttpSettings settings;
    private final Semaphore places;
    private final Set<Relay> running = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, named("paddock-relay-"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(named("paddock-silence-"));
    private final EngineClients clients = new EngineClients(threads);

    Gateway(Endpoints endpoints, HttpSettings settings) {
        this.endpoints = endpoints;
        this.settings = settings;
        this.places = new Semaphore(settings.maxConcurrentRequests());
        var unused = timer.scheduleWithFixedDelay(this::endSilentOnes, 1, 1, TimeUnit.SECONDS);
    }

    List<Route> routes() {
        return List.of(
                route("/v1/chat/completions", Protocol.OPENAI_CHAT_COMPLETIONS),
                route("/v1/completions", Protocol.OPENAI_COMPLETIONS),
                route("/v1/embeddings", Protocol.OPENAI_EMBEDDINGS));
    }

    /** Cuts every answer under way and gives all leases back. */
    void close() {
        running.forEach(Relay::cut);
        timer.shutdownNow();
        threads.shutdown();
    }

    /** The clients that call engines. */
    EngineClients clients() {
        return clients;
    }

    int maxBodyBytes() {
        return settings.maxBodyBytes();
    }

    LeaseHold newHold() {
        return new LeaseHold(endpoints);
    }

    /** Runs a short task on a relay thread, for callers on threads that must not be held up. */
    void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // closed: nothing is left to hold up
        }
    }

    CompletableFuture<EnsureResult> ensure(String requestId, RequestHead head, Protocol protocol) {
        EndpointRequest request = new EndpointRequest(requestId, null, new ModelPreference(head.model()), null);
        return endpoints.ensure(new EnsureRequest(
                request,
                (head.stream() ? STREAMING : WHOLE).get(protocol),
                RequestContext.none(),
                new LeaseTerms(OWNER, null),
                settings.patience()));
    }

    /** Called once by each relay at its end. */
    void left(Relay relay) {
        running.remove(relay);
        places.release();
    }

    private Route route(String path, Protocol protocol) {
        return new Route("POST", path, false, call -> {
            if (!places.tryAcquire()) {
                throw new InferenceException(Problem.retryable(
                        ErrorCode.AT_CAPACITY,
                        settings.maxConcurrentRequests() + " requests are under way already; try again",
                        Duration.ofSeconds(1)));
            }
            Relay relay = new Relay(call, this, protocol, path.substring("/v1".length()));
            running.add(relay);
            relay.begin();
        });
    }

    /** Made once: equal wishes are found faster when they are the same object. */
    private static Map<Protocol, ConsumerManifest> consumers(boolean stream) {
        Map<Protocol, ConsumerManifest> all = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            all.put(protocol, consumer(protocol, stream));
        }
        return all;
    }

    private static ConsumerManifest consumer(Protocol protocol, boolean stream) {
        Map<Capability, Support> required = new EnumMap<>(Capability.class);
        if (stream) {
            required.put(Capability.STREAMING, Support.YES);
        }
        if (protocol == Protocol.OPENAI_EMBEDDINGS) {
            required.put(Capability.EMBEDDINGS, Support.YES);
        }
        return new ConsumerManifest(
                OWNER, Set.of(RuntimeKind.SERVICE), null, List.of(protocol), required, Map.of(), Map.of(), Map.of());
    }

    private void endSilentOnes() {
        long limit = settings.silence().toNanos();
        running.forEach(relay -> relay.endIfSilentFor(limit));
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
