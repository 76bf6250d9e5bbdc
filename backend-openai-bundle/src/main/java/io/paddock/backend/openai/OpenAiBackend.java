// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.api.BackendManifest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import io.paddock.backend.http.Refusals;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Attaches to one OpenAI-compatible server that somebody else runs. */
final class OpenAiBackend implements Backend, ModelSource {
    private static final Duration QUICK = Duration.ofMillis(1500);

    /** Where it goes and with which key is a matter of configuration alone. */
    private static final List<OptionDeclaration> OPTIONS = List.of(
            new OptionDeclaration(
                    "model_identity",
                    "string",
                    true,
                    "the first configured model",
                    "The model, as the server names it."),
            new OptionDeclaration("model", "string", true, null, "The same as model_identity."));

    private final OpenAiSettings settings;
    private final OpenAiServer server;
    private final BackendManifest manifest;

    OpenAiBackend(HttpCalls calls, OpenAiSettings settings, String version) {
        this.settings = settings;
        this.server = new OpenAiServer(calls, settings.base(), settings.healthPath(), settings.headers());
        this.manifest = new BackendManifest(
                settings.id(),
                version,
                RuntimeKind.SERVICE,
                List.of(ManagementMode.EXTERNALLY_MANAGED),
                Set.of(StartupKind.ATTACH_EXISTING_SERVICE),
                settings.protocols(),
                settings.capabilities(),
                Set.of(),
                OPTIONS,
                Map.of("placement", "existing_service"),
                Map.of());
    }

    @Override
    public BackendManifest manifest() {
        return manifest;
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        settings.require();
        Refusals.undeclared(spec, OPTIONS);
        String model = OpenAiModel.of(spec, settings.models());
        EndpointKey key = EndpointKey.of(
                settings.id(),
                Map.of(
                        "base_url", settings.base(),
                        "model", model,
                        "headers", settings.headers().fingerprint()));
        return new StartupPlan.Attach(
                key,
                model,
                settings.timings(),
                launched -> new OpenAiDriver(server, model, settings.protocols().get(0), settings.capabilities()));
    }

    @Override
    public Availability availability() {
        if (!settings.problems().isEmpty()) {
            return Availability.unavailable(settings.complaint());
        }
        Answer models = server.models(Deadline.in(QUICK));
        String trouble = server.trouble(models);
        // A server that loads will come: the instance waits for it.
        return trouble.isEmpty() || models.status() == 503
                ? Availability.available()
                : Availability.unavailable(trouble);
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        settings.require();
        Answer models = server.models(Deadline.in(budget));
        String trouble = server.trouble(models);
        if (!trouble.isEmpty()) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, trouble);
        }
        return OpenAiListing.of(models, settings);
    }
}
