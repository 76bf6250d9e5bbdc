// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelFacts;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attaches to an Ollama daemon that somebody else runs. Never stops it, and changes nothing in it unless the
 * configuration gives the right to.
 */
final class OllamaBackend implements Backend, ModelSource, ModelFacts {
    static final String ID = "ollama";
    private static final Duration QUICK = Duration.ofSeconds(1);

    private final HttpCalls calls;
    private final OllamaSettings settings;
    private final BackendManifest manifest;

    OllamaBackend(HttpCalls calls, OllamaSettings settings, String version) {
        this.calls = calls;
        this.settings = settings;
        this.manifest = manifest(version, settings.rights());
    }

    @Override
    public BackendManifest manifest() {
        return manifest;
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        OllamaTarget target = OllamaTarget.of(spec, settings);
        OllamaDaemon daemon = new OllamaDaemon(calls, target.root(), target.headers());
        return new StartupPlan.Attach(
                target.key(),
                target.model(),
                settings.timings(),
                launched -> new OllamaDriver(daemon, target.model(), settings.rights()));
    }

    @Override
    public Availability availability() {
        if (!settings.problems().isEmpty()) {
            return Availability.unavailable(settings.complaint());
        }
        OllamaDaemon daemon = configured();
        String trouble = daemon.trouble(daemon.version(Deadline.in(QUICK)));
        return trouble.isEmpty() ? Availability.available() : Availability.unavailable(trouble);
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        if (!settings.problems().isEmpty()) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, settings.complaint());
        }
        OllamaDaemon daemon = configured();
        Answer installed = daemon.installed(Deadline.in(budget));
        String trouble = daemon.trouble(installed);
        if (!trouble.isEmpty()) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, trouble);
        }
        return OllamaListing.of(installed.json());
    }

    @Override
    public Map<Capability, Support> facts(InstanceSpec spec, Duration budget) {
        return abilities(spec, budget).capabilities();
    }

    @Override
    public Known known(InstanceSpec spec, Duration budget) {
        OllamaAbilities abilities = abilities(spec, budget);
        return new Known(abilities.capabilities(), abilities.protocols());
    }

    private OllamaAbilities abilities(InstanceSpec spec, Duration budget) {
        OllamaTarget target = OllamaTarget.of(spec, settings);
        OllamaDaemon daemon = new OllamaDaemon(calls, target.root(), target.headers());
        Answer shown = daemon.show(target.model(), Deadline.in(budget));
        if (shown.status() == 404) {
            throw new InferenceException(ErrorCode.MODEL_NOT_FOUND, OllamaDaemon.missing(target.model()));
        }
        String trouble = daemon.trouble(shown);
        if (!trouble.isEmpty()) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, trouble);
        }
        return OllamaAbilities.of(shown.json());
    }

    private OllamaDaemon configured() {
        return new OllamaDaemon(calls, settings.root(), settings.headers());
    }

    private static BackendManifest manifest(String version, OllamaRights rights) {
        return new BackendManifest(
                ID,
                version,
                RuntimeKind.SERVICE,
                List.of(ManagementMode.EXTERNALLY_MANAGED),
                Set.of(StartupKind.ATTACH_EXISTING_SERVICE),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS, Protocol.OPENAI_COMPLETIONS, Protocol.OPENAI_EMBEDDINGS),
                Map.of(
                        Capability.STREAMING, Support.YES,
                        Capability.TOOL_CALLING, Support.UNKNOWN,
                        Capability.EMBEDDINGS, Support.UNKNOWN,
                        Capability.VISION, Support.UNKNOWN,
                        Capability.JSON_SCHEMA, Support.UNKNOWN,
                        Capability.LOGPROBS, Support.UNKNOWN,
                        Capability.THINKING, Support.UNKNOWN),
                Set.of(),
                OllamaTarget.OPTIONS,
                Map.of("scheduler", "externally_managed", "placement", "existing_service", "gpu", "provider_managed"),
                rights.declared());
    }
}
