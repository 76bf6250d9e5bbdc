// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.ManagementMode;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A backend whose instances are ready at once and for ever, so that only the kernel is measured. */
final class AttachedBackend implements Backend {
    static final String ID = "attached";

    private static final BackendManifest MANIFEST = new BackendManifest(
            ID,
            "1.0.0",
            RuntimeKind.SERVICE,
            List.of(ManagementMode.EXTERNALLY_MANAGED),
            Set.of(StartupKind.ATTACH_EXISTING_SERVICE),
            List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
            Map.of(Capability.STREAMING, Support.YES),
            Set.of(),
            List.of(),
            Map.of(),
            Map.of());
    private static final Timings TIMINGS = new Timings(
            Duration.ofSeconds(10),
            Duration.ofMillis(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            null);

    @Override
    public BackendManifest manifest() {
        return MANIFEST;
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        String model = spec.model() == null ? "model" : spec.model();
        return new StartupPlan.Attach(
                EndpointKey.of(ID, Map.of("model", model)), model, TIMINGS, launched -> new ReadyDriver());
    }

    private static final class ReadyDriver implements InstanceDriver {
        @Override
        public Probe probe(Duration budget) {
            return new Probe.Ready(
                    URI.create("http://127.0.0.1:1/v1"),
                    Map.of(),
                    Protocol.OPENAI_CHAT_COMPLETIONS,
                    null,
                    Map.of(),
                    Map.of());
        }

        @Override
        public Health check(Duration budget) {
            return new Health(HealthStatus.HEALTHY, "");
        }

        @Override
        public void close() {
            // nothing was started
        }
    }
}
