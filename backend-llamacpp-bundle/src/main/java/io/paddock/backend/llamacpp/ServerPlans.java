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

    /** The plan for resolved options; refuses by name what this build has not. */
    static StartupPlan plan(ServerScout.Found found, LlamaCppOptions options, ModelFile model, Timings timings) {
        ServerBuild build = found.build();
        if (!build.says("--api-key", KEY)) {
            throw new InferenceException(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    build.inWords() + " is too old: it takes no key from its environment; take a newer build");
        }
        ServerRole role = ServerRole.of(options, model, build);
        return new StartupPlan.Spawn(
                key(found.file(), options, model),
                options.aliasOr(model.id()),
                launch(found, options, model, role),
                timings,
                driver(found, options, model, role));
    }

    private static LaunchSpec launch(
            ServerScout.Found found, LlamaCppOptions options, ModelFile model, ServerRole role) {
        String port = options.port() == 0 ? LaunchSpec.PORT : String.valueOf(options.port());
        List<String> command = new ArrayList<>(found.file().call());
        command.addAll(ServerFlags.of(found.build(), options, model, role, port));
        Map<String, String> environment = new TreeMap<>(options.environment());
        environment.put(KEY, options.apiKey().isEmpty() ? LaunchSpec.SECRET : options.apiKey());
        Set<String> secrets = new HashSet<>(environment.keySet());
        return new LaunchSpec(command, null, environment, secrets, SurfaceKind.LOCAL_SUBPROCESS);
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

    private static DriverSource driver(
            ServerScout.Found found, LlamaCppOptions options, ModelFile model, ServerRole role) {
        Map<String, Object> metadata = Map.of(
                "engine",
                found.build().inWords(),
                EngineUsers.NAME,
                found.name(),
                "architecture",
                model.header().architecture(),
                "context_length",
                options.contextSize(),
                "parallel",
                options.parallel());
        boolean templated = options.chatTemplate().isEmpty();
        return launched -> {
            int port = options.port() == 0 ? launched.port() : options.port();
            String key = options.apiKey().isEmpty() ? launched.secret() : options.apiKey();
            return new ServerDriver(
                    new ServerCalls(port, options.apiPrefix(), key),
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
