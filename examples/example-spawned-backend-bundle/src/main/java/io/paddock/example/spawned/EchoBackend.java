// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Serves {@code echo} and {@code echo-upper}, each in a process of its own that Paddock starts. */
@Component(service = Backend.class)
public final class EchoBackend implements Backend, ModelSource {
    static final String ID = "example-echo";
    static final Map<Capability, Support> CAPABILITIES = Map.of(Capability.STREAMING, Support.YES);

    private static final List<String> MODELS = List.of("echo", "echo-upper");
    private static final Timings TIMINGS = Timings.DEFAULT.withReadyWithin(Duration.ofSeconds(20));

    private final HttpCalls calls = HttpCalls.open("paddock-" + ID, null);
    private final BackendManifest manifest;
    private final EngineFolder engine;
    private final List<String> models;

    @Activate
    public EchoBackend(BundleContext context) {
        this(
                context.getBundle().getVersion().toString(),
                EngineFolder.unpack(
                        context.getBundle(),
                        Path.of(Objects.requireNonNullElse(context.getProperty("karaf.data"), "data"), ID)),
                MODELS);
    }

    /** @param models what may be asked for, the default first */
    EchoBackend(String version, EngineFolder engine, List<String> models) {
        this.manifest = new BackendManifest(
                ID,
                version,
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED),
                Set.of(StartupKind.SPAWNED),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                CAPABILITIES,
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                EchoOptions.DECLARATIONS,
                Map.of(),
                Map.of());
        this.engine = engine;
        this.models = List.copyOf(models);
    }

    @Deactivate
    void close() {
        calls.close();
    }

    @Override
    public BackendManifest manifest() {
        return manifest;
    }

    /** Decides and does nothing: the kernel starts the process, picks its port and makes its key. */
    @Override
    public StartupPlan plan(InstanceSpec spec) {
        if (engine.problem() != null) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, engine.problem());
        }
        String model = Objects.requireNonNullElse(spec.model(), models.get(0));
        if (!models.contains(model)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.MODEL_NOT_FOUND, "model", "this backend has " + String.join(", ", models)));
        }
        EchoOptions options = EchoOptions.of(spec);
        return new StartupPlan.Spawn(
                EndpointKey.of(ID, Map.of("model", model, "delay_ms", options.delayMs(), "engine", engine.folder())),
                model,
                EchoLaunch.of(engine, model, options),
                TIMINGS,
                launched -> new EchoDriver(calls, launched, model));
    }

    @Override
    public Availability availability() {
        return engine.problem() == null ? Availability.available() : Availability.unavailable(engine.problem());
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        return models.stream()
                .map(model -> new ModelListing(model, ID, null, null, CAPABILITIES, Map.of()))
                .toList();
    }
}
