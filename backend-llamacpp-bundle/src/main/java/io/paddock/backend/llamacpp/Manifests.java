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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What this backend declares. */
final class Manifests {
    /** The engine in words. */
    static final String ENGINE = "java-llama.cpp 4.2.0 (llama.cpp b4916)";

    private Manifests() {}

    static BackendManifest of(String version) {
        return new BackendManifest(
                LlamaCppBackend.ID,
                version,
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED),
                Set.of(StartupKind.SPAWNED),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS, Protocol.OPENAI_COMPLETIONS, Protocol.OPENAI_EMBEDDINGS),
                capabilities(true, true),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                LlamaCppOptions.DECLARATIONS,
                Map.of(),
                Map.of("engine", ENGINE));
    }

    /**
     * What an endpoint can do.
     *
     * @param writes whether its model writes text
     * @param embeds whether its model makes embeddings
     */
    static Map<Capability, Support> capabilities(boolean writes, boolean embeds) {
        return Map.of(
                Capability.STREAMING, writes ? Support.YES : Support.NO,
                Capability.JSON_SCHEMA, writes ? Support.YES : Support.NO,
                Capability.EMBEDDINGS, embeds ? Support.YES : Support.NO,
                Capability.TOOL_CALLING, Support.NO,
                Capability.VISION, Support.NO,
                Capability.RERANK, Support.NO,
                Capability.LOGPROBS, Support.NO);
    }
}
