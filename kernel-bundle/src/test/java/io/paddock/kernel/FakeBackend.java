// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.DriverSource;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A backend whose every answer a test sets. By default it attaches, at once and with success. */
public class FakeBackend implements Backend, ModelSource {
    public final String id;
    public final AtomicInteger plans = new AtomicInteger();
    public final AtomicInteger modelCalls = new AtomicInteger();
    public final List<FakeDriver> drivers = new CopyOnWriteArrayList<>();
    public volatile Supplier<BackendManifest> manifest;
    public volatile Supplier<Availability> availability = Availability::available;
    public volatile Supplier<List<ModelListing>> models = List::of;
    /** Part of each key, as the digest of an engine is. */
    public volatile String engine = "1";

    public volatile Function<InstanceSpec, StartupPlan> plan = this::attach;
    public volatile Consumer<FakeDriver> prepare = driver -> {};
    public volatile Timings timings = new Timings(
            Duration.ofSeconds(20),
            Duration.ofMillis(5),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofMillis(500),
            null);

    public FakeBackend(String id) {
        this.id = id;
        BackendManifest declared = manifest(id);
        this.manifest = () -> declared;
    }

    /** A manifest that allows everything the fake can do. */
    public static BackendManifest manifest(String id) {
        return new BackendManifest(
                id,
                "1.2.3",
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED, ManagementMode.EXTERNALLY_MANAGED),
                Set.of(StartupKind.values()),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS, Protocol.OPENAI_EMBEDDINGS),
                Map.of(Capability.STREAMING, Support.YES, Capability.TOOL_CALLING, Support.UNKNOWN),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                List.of(new OptionDeclaration("ctx_size", "integer", true, "512", "how much it remembers")),
                Map.of(),
                Map.of());
    }

    @Override
    public BackendManifest manifest() {
        return manifest.get();
    }

    @Override
    public Availability availability() {
        return availability.get();
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        modelCalls.incrementAndGet();
        return models.get();
    }

    /** Offers that model. */
    public FakeBackend offering(String model) {
        models = () -> List.of(new ModelListing(model, id, null, null, Map.of(), Map.of()));
        return this;
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        plans.incrementAndGet();
        return plan.apply(spec);
    }

    public StartupPlan attach(InstanceSpec spec) {
        return new StartupPlan.Attach(key(spec), model(spec), timings, source());
    }

    public StartupPlan embed(InstanceSpec spec) {
        return new StartupPlan.Embed(key(spec), model(spec), timings, source());
    }

    /** Spawns that command. */
    public FakeBackend spawning(String... command) {
        LaunchSpec launch = new LaunchSpec(List.of(command), null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
        plan = spec -> new StartupPlan.Spawn(key(spec), model(spec), launch, timings, source());
        return this;
    }

    public DriverSource source() {
        return launched -> {
            FakeDriver driver = new FakeDriver(launched);
            prepare.accept(driver);
            drivers.add(driver);
            return driver;
        };
    }

    public EndpointKey key(InstanceSpec spec) {
        Map<String, Object> behaviour = new HashMap<>(spec.options());
        behaviour.put("model", model(spec));
        behaviour.put("engine", engine);
        return EndpointKey.of(id, behaviour);
    }

    public static String model(InstanceSpec spec) {
        return spec.model() == null ? "default-model" : spec.model();
    }
}
