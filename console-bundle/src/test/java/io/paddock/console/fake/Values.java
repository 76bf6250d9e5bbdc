// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.api.Capability;
import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.Endpoint;
import io.paddock.api.EnsureResult;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.ManagementMode;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values of the API for tests, at one moment. */
public final class Values {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    public static final String LEASE = "l-8Jx2mQv0Tn6yKc4RfWb1";
    public static final String INSTANCE = "llamacpp-3f9a2c-1";
    public static final String MODEL = "paddock-demo";

    private Values() {}

    public static BackendSnapshot backend(String id, BackendState state, String detail, StartupKind... kinds) {
        BackendManifest manifest = new BackendManifest(
                id,
                "0.1.0",
                RuntimeKind.SERVICE,
                List.of(ManagementMode.RUNTIME_MANAGED),
                Set.of(kinds),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                List.of(
                        new OptionDeclaration("ctx_size", "integer", true, "512", "Context in tokens"),
                        new OptionDeclaration("mmap", "boolean", false, "true", "Map the weights"),
                        new OptionDeclaration("scale", "number", false, null, "A number"),
                        new OptionDeclaration("extra_args", "list", false, null, "Words for the engine"),
                        new OptionDeclaration("env", "map", false, null, "Environment")),
                Map.of(),
                Map.of());
        return new BackendSnapshot(manifest, state, detail, state == BackendState.AVAILABLE ? 1 : 0);
    }

    public static ModelListing model(String id, String backend, Long size, Long context) {
        return new ModelListing(id, backend, size, context, Map.of(), Map.of());
    }

    public static InstanceSnapshot instance(String id, InstanceState state, Long pid, String detail, Problem error) {
        return new InstanceSnapshot(
                id,
                "llamacpp",
                "0.1.0",
                MODEL,
                StartupKind.SPAWNED,
                ManagementMode.RUNTIME_MANAGED,
                state,
                state == InstanceState.READY ? HealthStatus.HEALTHY : HealthStatus.UNKNOWN,
                detail,
                state == InstanceState.READY ? 1 : 0,
                null,
                1,
                pid,
                NOW.minus(Duration.ofSeconds(192)),
                null,
                error,
                Map.of());
    }

    public static Lease lease(String ref, String owner, Duration left) {
        return new Lease(
                ref,
                owner,
                left,
                true,
                left == null ? null : NOW.plus(left),
                NOW,
                LeaseState.ACTIVE,
                INSTANCE,
                "llamacpp",
                MODEL,
                1,
                RequestContext.none());
    }

    public static Compatibility fits() {
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

    public static EnsureResult granted(URI baseUrl, String owner, Duration left) {
        Endpoint endpoint = new Endpoint(
                "e-1",
                1,
                RuntimeKind.SERVICE,
                ManagementMode.RUNTIME_MANAGED,
                TargetClass.SELF_HOSTED_ENDPOINT,
                Protocol.OPENAI_CHAT_COMPLETIONS,
                baseUrl,
                Map.of("authorization", "Bearer s3cret"),
                "llamacpp",
                MODEL,
                "llamacpp",
                null,
                LEASE,
                null,
                null,
                Map.of(),
                Map.of());
        return new EnsureResult(endpoint, lease(LEASE, owner, left), fits(), INSTANCE, false);
    }
}
