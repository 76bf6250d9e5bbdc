// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.TargetPreference;
import io.paddock.kernel.instance.Limits;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A running kernel with what tests ask of it. */
public final class Rig implements AutoCloseable {
    public volatile Limits limits = KernelConfig.DEFAULT.limits().withParking(Parking.NONE);
    public volatile int journalEvents = 4096;
    public final KernelCore core;
    public final EndpointsService endpoints;
    public final InstancesService instances;
    public final BackendsService backends;
    public final ModelsService models;
    public final EventsService events;

    public Rig() {
        this(null, null);
    }

    /** @param store what keeps leases, or null */
    public Rig(StateStore store) {
        this(store, null);
    }

    /** @param folder where aliases and processes are written down */
    public Rig(Path folder) {
        this(null, folder);
    }

    /**
     * @param store what keeps leases, or null
     * @param folder where aliases and processes are written down, or null
     */
    public Rig(StateStore store, Path folder) {
        core = new KernelCore(8, () -> limits, () -> journalEvents, store, folder);
        endpoints = new EndpointsService(core);
        instances = new InstancesService(core);
        backends = new BackendsService(core);
        models = new ModelsService(core);
        events = new EventsService(core);
    }

    public Rig with(FakeBackend backend) {
        core.backends().add(backend);
        return this;
    }

    /** For a model, by a consumer of its own, so that no remembered way leads to it. */
    public static EnsureRequest anotherWish(String model) {
        ConsumerManifest another = new ConsumerManifest(
                "another",
                Set.of(RuntimeKind.SERVICE),
                null,
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of());
        return new EnsureRequest(
                EndpointRequest.forModel(model), another, RequestContext.none(), LeaseTerms.defaults(), null);
    }

    public static EnsureRequest wish(String backend) {
        return wish(backend, "anna", Duration.ofMinutes(1), null);
    }

    public static EnsureRequest wish(String backend, String owner, Duration ttl, Duration patience) {
        return request(target(backend, Map.of()), owner, ttl, patience);
    }

    public static EnsureRequest wishOptions(String backend, Map<String, Object> options) {
        return request(target(backend, options), "anna", Duration.ofMinutes(1), null);
    }

    public static EnsureRequest wishModel(String model) {
        return new EnsureRequest(
                EndpointRequest.forModel(model),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                LeaseTerms.defaults(),
                null);
    }

    public static TargetPreference target(String backend, Map<String, Object> options) {
        return new TargetPreference(null, backend, null, null, options, Map.of());
    }

    public static EnsureRequest request(TargetPreference target, String owner, Duration ttl, Duration patience) {
        return new EnsureRequest(
                new EndpointRequest("req-1", target, null, null),
                ConsumerManifest.anyChat(),
                new RequestContext("run-1", null, "boundary-1", Map.of()),
                new LeaseTerms(owner, ttl),
                patience);
    }

    public EnsureResult ensure(String backend) {
        return ensure(wish(backend));
    }

    public EnsureResult ensure(EnsureRequest request) {
        return get(endpoints.ensure(request));
    }

    public Problem refusal(EnsureRequest request) {
        return refusal(endpoints.ensure(request));
    }

    /** The answer; a test that waits longer than 20 s has failed. */
    public static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InferenceException known) {
                throw known;
            }
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static Problem refusal(CompletableFuture<?> future) {
        return assertThrows(InferenceException.class, () -> get(future)).problem();
    }

    public InstanceSnapshot snapshot(String id) {
        return instances.find(id).orElseThrow(() -> new AssertionError("no instance " + id));
    }

    /** The one instance that failed; it is listed shortly after its callers were told. */
    public InstanceSnapshot failed() {
        await(
                "the failed instance",
                () -> instances.list().stream().anyMatch(one -> one.lifecycleStatus() == InstanceState.FAILED));
        return instances.list().get(0);
    }

    public void awaitState(String id, InstanceState state) {
        await(
                id + " to be " + state,
                () -> instances
                        .find(id)
                        .map(found -> found.lifecycleStatus() == state)
                        .orElse(false));
    }

    public void awaitGone(String id) {
        await(id + " to go", () -> instances.find(id).isEmpty());
    }

    /** Waits for a condition, looking every few milliseconds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain for " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            new java.util.concurrent.CountDownLatch(1).await(2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        core.close();
    }
}
