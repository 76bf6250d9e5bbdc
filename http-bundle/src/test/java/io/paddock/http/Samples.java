// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.Endpoint;
import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventType;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.ManagementMode;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the fake kernel shows: one of each. */
final class Samples {
    private Samples() {}

    static List<Event> events() {
        return List.of(new Event(
                7,
                Instant.ofEpochMilli(1_700_000_000_000L),
                EventType.INSTANCE_FAILED,
                "could not open /srv/models/tiny.gguf",
                "launch_failed",
                6L,
                "fake",
                "in-1",
                "ep-1",
                1L,
                null,
                null,
                null,
                null));
    }

    static Compatibility fits() {
        return new Compatibility(
                true,
                CompatibilityReason.PROTOCOL_MATCH,
                RuntimeKind.SERVICE,
                ManagementMode.RUNTIME_MANAGED,
                Protocol.OPENAI_CHAT_COMPLETIONS,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "manifest",
                Map.of());
    }

    static Compatibility refuses() {
        return new Compatibility(
                false,
                CompatibilityReason.BACKEND_UNREGISTERED,
                null,
                null,
                null,
                List.of(),
                List.of("backend"),
                List.of(),
                List.of("fake"),
                "manifest",
                Map.of());
    }

    static Endpoint endpoint(URI baseUrl, Map<String, String> headers, String leaseRef) {
        return new Endpoint(
                "ep-1",
                1,
                RuntimeKind.SERVICE,
                ManagementMode.RUNTIME_MANAGED,
                TargetClass.SELF_HOSTED_ENDPOINT,
                Protocol.OPENAI_CHAT_COMPLETIONS,
                baseUrl,
                headers,
                "fake",
                "tiny",
                "fake",
                null,
                leaseRef,
                null,
                null,
                Map.of(Capability.STREAMING, Support.YES),
                Map.of());
    }

    static Lease lease(String ref, String owner) {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        return new Lease(
                ref, owner, null, true, null, now, LeaseState.ACTIVE, "in-1", "fake", "tiny", 1, RequestContext.none());
    }

    static InstanceSnapshot instance(Endpoint endpoint) {
        return new InstanceSnapshot(
                "in-1",
                "fake",
                "1",
                "tiny",
                StartupKind.SPAWNED,
                ManagementMode.RUNTIME_MANAGED,
                InstanceState.READY,
                HealthStatus.HEALTHY,
                "loaded '/srv/models/tiny.gguf' from http://127.0.0.1:9/v1/models",
                0,
                endpoint.withoutSecrets(),
                1,
                4711L,
                Instant.ofEpochMilli(1_700_000_000_000L),
                null,
                Problem.of(ErrorCode.LAUNCH_FAILED, "see C:\\models\\tiny.gguf"),
                Map.of("file", "/srv/models/tiny.gguf", "ratio", "1/2"));
    }

    static BackendSnapshot backend(BackendState state) {
        BackendManifest manifest = new BackendManifest(
                "fake",
                "1",
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED),
                Set.of(StartupKind.SPAWNED),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                List.of(
                        new OptionDeclaration("ctx_size", "integer", true, "4096", "Longest context."),
                        new OptionDeclaration("program", "string", false, null, "What runs.")),
                Map.of(),
                Map.of());
        return new BackendSnapshot(manifest, state, null, 1);
    }
}
