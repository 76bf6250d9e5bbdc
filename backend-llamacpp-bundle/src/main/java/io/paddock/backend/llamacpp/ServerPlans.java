// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Protocol;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.DriverSource;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How a llama-server comes up. Pure. */
final class ServerPlans {
    /** Name of the environment entry that carries the key; every command line can be read by everybody. */
    static final String KEY = "LLAMA_API_KEY";

    private ServerPlans() {}

    /** The plan for resolved options on this machine; refuses by name what this build has not. */
    static StartupPlan plan(ServerScout.Found found, LlamaCppOptions options, ModelFile model, Timings timings) {
        return plan(found, options, model, timings, null);
    }

    /** The same on another machine, unless {@code place} is null. */
    static StartupPlan plan(
            ServerScout.Found found, LlamaCppOptions options, ModelFile model, Timings timings, RemotePlace place) {
        ServerBuild build = found.build();
        if (!build.says("--api-key", KEY)) {
            throw new InferenceException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    build.inWords() + " is too old: it takes no key from its environment; take a newer build");
        }
        return new StartupPlan.Spawn(
                place == null ? key(found.file(), options, model) : key(place, build, options, model),
                options.aliasOr(model.id()),
                launch(found, options, model, place),
                timings,
                driver(found, options, model, place));
    }

    private static LaunchSpec launch(
            ServerScout.Found found, LlamaCppOptions options, ModelFile model, RemotePlace place) {
        ServerRole role = ServerRole.of(options, model, found.build());
        List<String> command =
                new ArrayList<>(place == null ? found.file().call() : place.call(options.launcherArgs()));
        command.addAll(ServerFlags.of(found.build(), options, model, role, LaunchSpec.PORT));
        Map<String, String> environment = new TreeMap<>(options.environment());
        environment.put(KEY, options.apiKey().isEmpty() ? LaunchSpec.SECRET : options.apiKey());
        Set<String> secrets = new HashSet<>(environment.keySet());
        return new LaunchSpec(
                command,
                null,
                environment,
                secrets,
                place == null ? SurfaceKind.LOCAL_SUBPROCESS : SurfaceKind.SSH_EXEC,
                place == null ? "" : place.target(),
                List.of(model.place()),
                place == null ? options.port() : 0);
    }

    private static EndpointKey key(RemotePlace place, ServerBuild build, LlamaCppOptions options, ModelFile model) {
        Map<String, Object> behaviour = new TreeMap<>(options.behaviour(true));
        behaviour.put("engine", "llama-server");
        behaviour.put("ssh_target", place.target());
        behaviour.put("program", place.program());
        behaviour.put("build", build.version());
        behaviour.putAll(model.identity());
        return EndpointKey.of(LlamaCppBackend.ID, behaviour);
    }

    private static EndpointKey key(ServerFile file, LlamaCppOptions options, ModelFile model) {
        Map<String, Object> behaviour = new TreeMap<>(options.behaviour(true));
        behaviour.put("engine", "llama-server");
        behaviour.put("program", file.program());
        behaviour.put("program_size", file.sizeBytes());
        behaviour.put("program_modified_ms", file.modifiedMs());
        behaviour.putAll(model.identity());
        return EndpointKey.of(LlamaCppBackend.ID, behaviour);
    }

    private static Map<String, Object> facts(
            ServerScout.Found found, LlamaCppOptions options, ModelFile model, RemotePlace place) {
        Map<String, Object> facts = new TreeMap<>();
        facts.put("engine", found.build().inWords());
        facts.put("context_length", options.contextSize());
        facts.put("parallel", options.parallel());
        if (place == null) {
            facts.put(EngineUsers.NAME, found.name());
            facts.put("architecture", model.header().architecture());
        } else {
            facts.put("execution_surface", SurfaceKind.SSH_EXEC.wireName());
            facts.put("target", place.target());
        }
        return facts;
    }

    private static DriverSource driver(
            ServerScout.Found found, LlamaCppOptions options, ModelFile model, RemotePlace place) {
        ServerRole role = ServerRole.of(options, model, found.build());
        Map<String, Object> metadata = facts(found, options, model, place);
        boolean templated = options.chatTemplate().isEmpty();
        return launched -> {
            String key = options.apiKey().isEmpty() ? launched.secret() : options.apiKey();
            return new ServerDriver(
                    new ServerCalls(launched.port(), options.apiPrefix(), key),
                    new ProcessSigns(launched.pid()),
                    new ServerDriver.Promise(
                            options.aliasOr(model.id()),
                            role.writes() ? Protocol.OPENAI_CHAT_COMPLETIONS : Protocol.OPENAI_EMBEDDINGS,
                            Map.of("Authorization", "Bearer " + key),
                            Manifests.server(role, templated),
                            metadata));
        };
    }
}
