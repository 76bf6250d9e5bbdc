// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.BackendManifest;
import io.paddock.api.HealthStatus;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.Protocol;
import io.paddock.api.StartupKind;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelSource;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A version of a backend whose engine is a fake upstream. */
final class EchoBackend implements Backend, ModelSource {
    private final BackendManifest manifest;
    private final int port;
    private final boolean ready;

    EchoBackend(String version, int port, boolean ready) {
        BackendManifest plain = new PlainBackend().manifest();
        this.manifest = new BackendManifest(
                "echo",
                version,
                plain.runtimeKind(),
                List.of(ManagementMode.EXTERNALLY_MANAGED),
                java.util.Set.of(StartupKind.ATTACH_EXISTING_SERVICE),
                plain.protocols(),
                plain.capabilities(),
                plain.supportedSurfaces(),
                List.of(),
                Map.of(),
                Map.of());
        this.port = port;
        this.ready = ready;
    }

    @Override
    public BackendManifest manifest() {
        return manifest;
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        return List.of(new ModelListing("tiny", "echo", null, null, Map.of(), Map.of()));
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        EndpointKey key = EndpointKey.of("echo", Map.of("model", "tiny"));
        return new StartupPlan.Attach(key, "tiny", Timings.DEFAULT, launched -> new Driver());
    }

    private final class Driver implements InstanceDriver {
        @Override
        public Probe probe(Duration budget) {
            return ready
                    ? new Probe.Ready(
                            URI.create("http://127.0.0.1:" + port + "/v1"),
                            Map.of(),
                            Protocol.OPENAI_CHAT_COMPLETIONS,
                            null,
                            Map.of(),
                            Map.of())
                    : new Probe.Pending("loading for ever");
        }

        @Override
        public Health check(Duration budget) {
            return new Health(HealthStatus.HEALTHY, "");
        }
    }
}
