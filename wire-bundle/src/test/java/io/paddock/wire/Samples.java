// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.Endpoint;
import io.paddock.api.Engine;
import io.paddock.api.EngineKind;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.ManagementMode;
import io.paddock.api.Mismatch;
import io.paddock.api.ModelListing;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import io.paddock.api.TargetClass;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One value of every record that goes over the wire. */
final class Samples {
    private Samples() {}

    static Endpoint endpoint() {
        return endpoint(Map.of());
    }

    static Endpoint endpoint(Map<String, String> headers) {
        return new Endpoint(
                "ep-1",
                2,
                RuntimeKind.SERVICE,
                ManagementMode.RUNTIME_MANAGED,
                TargetClass.SELF_HOSTED_ENDPOINT,
                Protocol.OPENAI_CHAT_COMPLETIONS,
                URI.create("http://127.0.0.1:9001/v1"),
                headers,
                "llama.cpp",
                "paddock-demo",
                "llamacpp",
                null,
                "lease-1",
                null,
                "boundary-1",
                Map.of(Capability.STREAMING, Support.YES, Capability.VISION, Support.UNKNOWN),
                Map.of("slots", 4));
    }

    static Lease lease() {
        return new Lease(
                "lease-1",
                "run-1",
                Duration.ofSeconds(30),
                true,
                Instant.ofEpochMilli(1_700_000_030_000L),
                Instant.ofEpochMilli(1_700_000_000_000L),
                LeaseState.ACTIVE,
                "in-1",
                "llamacpp",
                "paddock-demo",
                2,
                new RequestContext("run-1", null, "boundary-1", Map.of("trace_id", "t-1")));
    }

    static Compatibility compatibility() {
        return new Compatibility(
                false,
                CompatibilityReason.MISSING_STREAMING,
                null,
                null,
                null,
                List.of("vision"),
                List.of("streaming"),
                List.of(new Mismatch("streaming", "true", "false")),
                List.of("ollama"),
                "manifest",
                Map.of());
    }

    static EnsureResult ensured(Map<String, String> headers) {
        return new EnsureResult(endpoint(headers), lease(), compatibility(), "in-1", true);
    }

    static InstanceSnapshot instance() {
        return new InstanceSnapshot(
                "in-1",
                "llamacpp",
                "0.1.0",
                "paddock-demo",
                StartupKind.SPAWNED,
                ManagementMode.RUNTIME_MANAGED,
                InstanceState.READY,
                HealthStatus.HEALTHY,
                null,
                1,
                endpoint().withoutSecrets(),
                2,
                4711L,
                Instant.ofEpochMilli(1_700_000_000_000L),
                Instant.ofEpochMilli(1_700_000_000_900L),
                Problem.retryable(ErrorCode.LAUNCH_FAILED, "it failed; read its log", Duration.ofSeconds(2)),
                Map.of());
    }

    static BackendSnapshot backend() {
        BackendManifest manifest = new BackendManifest(
                "llamacpp",
                "0.1.0",
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED),
                Set.of(StartupKind.SPAWNED, StartupKind.EMBEDDED),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS, Protocol.OPENAI_EMBEDDINGS),
                Map.of(Capability.STREAMING, Support.YES, Capability.EMBEDDINGS, Support.NO),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                List.of(new OptionDeclaration("ctx_size", "integer", true, "4096", "Longest context.")),
                Map.of("memory", Map.of("mib", 512)),
                Map.of("list", List.of(1, 2.5, true)));
        return new BackendSnapshot(manifest, BackendState.AVAILABLE, null, 1);
    }

    static ModelListing model() {
        return new ModelListing(
                "paddock-demo", "llamacpp", 3_000_000_000L, null, Map.of(Capability.STREAMING, Support.YES), Map.of());
    }

    static Engine engine() {
        return new Engine(
                "mine",
                EngineKind.LLAMA_SERVER,
                "1.0",
                "b1",
                List.of("cpu", "cuda"),
                List.of("llama"),
                "a folder that was added",
                "/opt/llama",
                "0".repeat(64),
                true,
                true,
                List.of("tiny"),
                List.of("fake-1"),
                "it does not answer");
    }
}
