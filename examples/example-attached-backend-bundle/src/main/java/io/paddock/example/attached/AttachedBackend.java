// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.attached;

import io.paddock.api.BackendManifest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.ConfigValues;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import io.paddock.backend.http.Refusals;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Attaches to one server and publishes its models. There is a backend as long as there is a configuration. The
 * configuration is visible to everybody as properties of the service, which is why it names a file with the key.
 */
@Component(
        service = Backend.class,
        configurationPid = AttachedSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AttachedBackend implements Backend, ModelSource {
    static final String ID = "example-attached";

    private static final Duration QUICK = Duration.ofMillis(1500);

    private final HttpCalls calls = HttpCalls.open("paddock-" + ID, null);
    private final BackendManifest manifest;
    private final AttachedSettings settings;
    private final AttachedServer server;

    @Activate
    public AttachedBackend(BundleContext context, Map<String, Object> properties) {
        this(context.getBundle().getVersion().toString(), AttachedSettings.read(new ConfigValues(properties)));
    }

    AttachedBackend(String version, AttachedSettings settings) {
        this.manifest = new BackendManifest(
                ID,
                version,
                RuntimeKind.SERVICE,
                List.of(ManagementMode.EXTERNALLY_MANAGED),
                Set.of(StartupKind.ATTACH_EXISTING_SERVICE),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                AttachedDriver.CAPABILITIES,
                Set.of(),
                List.of(),
                Map.of(),
                Map.of());
        this.settings = settings;
        this.server = new AttachedServer(calls, settings.base(), settings.headers());
    }

    @Deactivate
    void close() {
        calls.close();
    }

    @Override
    public BackendManifest manifest() {
        return manifest;
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        if (!settings.problems().isEmpty()) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, settings.complaint());
        }
        Refusals.undeclared(spec, manifest.options());
        String model = Objects.requireNonNullElse(spec.model(), settings.model());
        Map<String, Object> behaviour = Map.of(
                "base_url", settings.base(),
                "model", model,
                "headers", settings.headers().fingerprint());
        return new StartupPlan.Attach(
                EndpointKey.of(ID, behaviour), model, Timings.DEFAULT, launched -> new AttachedDriver(server, model));
    }

    @Override
    public Availability availability() {
        if (!settings.problems().isEmpty()) {
            return Availability.unavailable(settings.complaint());
        }
        Answer models = server.models(Deadline.in(QUICK));
        String trouble = server.trouble(models);
        return trouble.isEmpty() ? Availability.available() : Availability.unavailable(trouble);
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        if (!settings.problems().isEmpty()) {
            return List.of();
        }
        return AttachedServer.ids(server.models(Deadline.in(budget))).stream()
                .map(model -> new ModelListing(model, ID, null, null, AttachedDriver.CAPABILITIES, Map.of()))
                .toList();
    }
}
