// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Alias;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelListing;
import io.paddock.api.ModelPreference;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.ModelTarget;
import io.paddock.api.RequestContext;
import io.paddock.api.Swap;
import io.paddock.api.SwapTerms;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A kernel with a backend of two models, each behind an engine of its own, and an alias {@code pet} for one of them. */
final class AliasWorld implements AutoCloseable {
    static final ModelTarget CAT = target("cat");
    static final ModelTarget DOG = target("dog");

    final FakeEngine cat = new FakeEngine("cat");
    final FakeEngine dog = new FakeEngine("dog");
    final Map<String, Supplier<Probe>> probes = new ConcurrentHashMap<>();
    final FakeBackend backend = backend();
    final Rig rig;
    final AliasesService aliases;
    final SwapsService swaps;

    AliasWorld() {
        this(new Rig());
    }

    /** @param folder where aliases are kept */
    AliasWorld(Path folder, KeptState state) {
        this(new Rig(state, folder));
    }

    private AliasWorld(Rig rig) {
        this.rig = rig;
        this.aliases = new AliasesService(rig.core);
        this.swaps = new SwapsService(rig.core);
        rig.with(backend);
    }

    private FakeBackend backend() {
        FakeBackend made = new FakeBackend("fake");
        made.models = () -> List.of(listed("cat"), listed("dog"));
        made.plan = this::plan;
        return made;
    }

    private static ModelListing listed(String model) {
        return new ModelListing(model, "fake", 4L << 20, 512L, Map.of(), Map.of());
    }

    StartupPlan plan(InstanceSpec spec) {
        FakeEngine engine = "dog".equals(spec.model()) ? dog : cat;
        return new StartupPlan.Attach(backend.key(spec), FakeBackend.model(spec), backend.timings, launched -> {
            FakeDriver driver = new FakeDriver(launched);
            driver.probe = probes.getOrDefault(spec.model(), () -> FakeDriver.ready(engine.port()));
            backend.drivers.add(driver);
            return driver;
        });
    }

    static ModelTarget target(String model) {
        return new ModelTarget(null, model, Map.of());
    }

    static ModelTarget target(String model, int ctxSize) {
        return new ModelTarget(null, model, Map.of("ctx_size", ctxSize));
    }

    AliasWorld withPet() {
        Alias unused = Rig.get(aliases.make(new Alias("pet", CAT)));
        return this;
    }

    static EnsureRequest wish(String owner, Duration ttl) {
        return new EnsureRequest(
                new EndpointRequest("req-1", null, new ModelPreference("pet"), null),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                new LeaseTerms(owner, ttl),
                null);
    }

    EnsureResult ensure() {
        return rig.ensure(wish("anna", Duration.ofMinutes(1)));
    }

    /** As the gateway does. */
    EnsureResult request() {
        return rig.ensure(wish("gateway", null));
    }

    void release(EnsureResult request) {
        Rig.get(rig.endpoints.release(
                request.lease().leaseRef(), request.lease().ownerRef()));
    }

    Swap begin(ModelTarget target, SwapTerms terms) {
        return Rig.get(aliases.swap(new ModelSwapRequest("pet", target, terms)));
    }

    Swap swap(ModelTarget target, SwapTerms terms) {
        return Rig.get(swaps.ended(begin(target, terms).swapId()));
    }

    Swap now(Swap begun) {
        return swaps.find(begun.swapId()).orElseThrow();
    }

    Lease lease(EnsureResult result) {
        return rig.endpoints.lease(result.lease().leaseRef()).orElseThrow();
    }

    String model(String instanceId) {
        return rig.snapshot(instanceId).modelIdentity();
    }

    List<EventType> told() {
        return Rig.get(rig.events.read(new EventQuery(0, 1000, null, null))).items().stream()
                .map(event -> event.type())
                .toList();
    }

    @Override
    public void close() {
        rig.close();
        cat.close();
        dog.close();
    }
}
