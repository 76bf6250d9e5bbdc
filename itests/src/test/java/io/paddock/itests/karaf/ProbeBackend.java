// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.HealthStatus;
import io.paddock.api.ManagementMode;
import io.paddock.api.Protocol;
import io.paddock.api.RuntimeKind;
import io.paddock.api.StartupKind;
import io.paddock.api.Support;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.FrameworkUtil;

/** A backend that attaches to a server which is always ready. It has the version of the bundle it is in. */
public class ProbeBackend implements Backend {
    /** Its id. */
    static final String ID = "probe";

    @Override
    public BackendManifest manifest() {
        return new BackendManifest(
                ID,
                FrameworkUtil.getBundle(getClass()).getVersion().toString(),
                RuntimeKind.SERVICE,
                List.of(ManagementMode.EXTERNALLY_MANAGED),
                Set.of(StartupKind.ATTACH_EXISTING_SERVICE),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                List.of(),
                Map.of(),
                Map.of());
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        Timings timings = new Timings(
                Duration.ofSeconds(20),
                Duration.ofMillis(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                null);
        String model = String.valueOf(spec.model());
        return new StartupPlan.Attach(
                EndpointKey.of(ID, Map.of("model", model)), model, timings, launched -> new AlwaysReady());
    }

    static final class AlwaysReady implements InstanceDriver {
        @Override
        public Probe probe(Duration budget) {
            return new Probe.Ready(
                    URI.create("http://127.0.0.1:9/v1"),
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
        public void output(OutputLine line) {}

        @Override
        public void close() {}
    }
}
