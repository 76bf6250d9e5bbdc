// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ManagementMode;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this backend declares, and what its endpoints can do. A capability that is not named is not there. */
final class Manifests {
    /** The worker's engine in words. */
    static final String ENGINE = "java-llama.cpp 4.2.0 (llama.cpp b4916)";

    /** What must be known about an engine inside the runtime. */
    static final String IN_PROCESS_LIMITS = "it shares the life of the runtime: a crash of the engine ends the runtime;"
            + " the memory of a closed model is not given back before the runtime ends, but serves the next instance alike";

    private Manifests() {}

    /**
     * The manifest; it stays the same whatever is installed later.
     *
     * @param engine the configured engine
     * @param remote whether processes may be placed on another machine, too
     */
    static BackendManifest of(String version, String engine, boolean remote) {
        boolean embedded = engine.equals(Engines.IN_PROCESS);
        boolean worker = engine.equals("worker") || embedded;
        return new BackendManifest(
                LlamaCppBackend.ID,
                version,
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED),
                embedded ? Set.of(StartupKind.EMBEDDED, StartupKind.SPAWNED) : Set.of(StartupKind.SPAWNED),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS, Protocol.OPENAI_COMPLETIONS, Protocol.OPENAI_EMBEDDINGS),
                declared(engine),
                remote
                        ? Set.of(SurfaceKind.LOCAL_SUBPROCESS, SurfaceKind.SSH_EXEC)
                        : Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                OptionTable.declarations(!worker),
                Map.of(),
                facts(engine, worker, embedded));
    }

    private static Map<String, Object> facts(String engine, boolean worker, boolean embedded) {
        String name = worker ? ENGINE : engine;
        return embedded ? Map.of("engine", name, "limits", IN_PROCESS_LIMITS) : Map.of("engine", name);
    }

    /** What holds for every model that this backend can serve is yes or no; what depends is unknown. */
    private static Map<Capability, Support> declared(String engine) {
        Map<Capability, Support> capabilities = new EnumMap<>(Capability.class);
        capabilities.put(Capability.STREAMING, Support.YES);
        capabilities.put(Capability.JSON_SCHEMA, Support.YES);
        capabilities.put(Capability.EMBEDDINGS, Support.YES);
        capabilities.put(Capability.VISION, Support.NO);
        // a template, a model, or the worker decides
        boolean worker = engine.equals("worker") || engine.equals(Engines.IN_PROCESS);
        Support more = worker ? Support.NO : Support.UNKNOWN;
        capabilities.put(Capability.TOOL_CALLING, more);
        capabilities.put(Capability.RERANK, more);
        capabilities.put(Capability.LOGPROBS, more);
        return capabilities;
    }

    /** What a worker's endpoint can do. */
    static Map<Capability, Support> worker(boolean writes, boolean embeds) {
        Map<Capability, Support> capabilities = endpoint(writes, embeds);
        capabilities.put(Capability.TOOL_CALLING, Support.NO);
        capabilities.put(Capability.RERANK, Support.NO);
        capabilities.put(Capability.LOGPROBS, Support.NO);
        return capabilities;
    }

    /**
     * What a llama-server's endpoint can do.
     *
     * @param templated whether the model's own chat template is used, which decides on tools
     */
    static Map<Capability, Support> server(ServerRole role, boolean templated) {
        Map<Capability, Support> capabilities = endpoint(role.writes(), role.embeds());
        capabilities.put(Capability.TOOL_CALLING, role.writes() && templated ? Support.UNKNOWN : Support.NO);
        capabilities.put(Capability.RERANK, role.ranks() ? Support.YES : Support.NO);
        capabilities.put(Capability.LOGPROBS, role.writes() ? Support.YES : Support.NO);
        return capabilities;
    }

    /** A model that cannot do what the manifest promises for the backend does not name it. */
    private static Map<Capability, Support> endpoint(boolean writes, boolean embeds) {
        Map<Capability, Support> capabilities = new EnumMap<>(Capability.class);
        capabilities.put(Capability.VISION, Support.NO);
        if (writes) {
            capabilities.put(Capability.STREAMING, Support.YES);
            capabilities.put(Capability.JSON_SCHEMA, Support.YES);
        }
        if (embeds) {
            capabilities.put(Capability.EMBEDDINGS, Support.YES);
        }
        return capabilities;
    }
}
