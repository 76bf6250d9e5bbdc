// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.BackendManifest;
import io.paddock.api.Capability;
import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.ManagementMode;
import io.paddock.api.ModelListing;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
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
import io.paddock.spi.ModelSource;
import io.paddock.spi.OutputLine;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that attaches to a server which is always ready, with one option, a number from 1 to 4096. */
final class PlainBackend implements Backend, ModelSource {
    private static final String OPTION = "ctx_size";
    private static final Timings TIMINGS = new Timings(
            Duration.ofSeconds(20),
            Duration.ofMillis(5),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            null);

    final AtomicInteger opened = new AtomicInteger();

    @Override
    public BackendManifest manifest() {
        return new BackendManifest(
                "plain",
                "1.0.0",
                RuntimeKind.SERVICE,
                List.of(ManagementMode.EXTERNALLY_MANAGED),
                Set.of(StartupKind.ATTACH_EXISTING_SERVICE),
                List.of(Protocol.OPENAI_CHAT_COMPLETIONS),
                Map.of(Capability.STREAMING, Support.YES),
                Set.of(SurfaceKind.LOCAL_SUBPROCESS),
                List.of(new OptionDeclaration(OPTION, "integer", true, "512", "how much it remembers")),
                Map.of(),
                Map.of());
    }

    @Override
    public Availability availability() {
        return Availability.available();
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        Object size = spec.options().getOrDefault(OPTION, 512);
        if (!(size instanceof Integer number) || number < 1 || number > 4096) {
            throw new InferenceException(
                    Problem.ofField(ErrorCode.INVALID_VALUE, OPTION, OPTION + " must be an integer from 1 to 4096"));
        }
        String model = spec.model() == null ? "tiny" : spec.model();
        EndpointKey key = EndpointKey.of("plain", Map.of("model", model, OPTION, size));
        return new StartupPlan.Attach(key, model, TIMINGS, launched -> {
            opened.incrementAndGet();
            return new AlwaysReady();
        });
    }

    @Override
    public List<ModelListing> models(Duration budget) {
        return List.of(new ModelListing("tiny", "plain", null, null, Map.of(), Map.of()));
    }

    private static final class AlwaysReady implements InstanceDriver {
        @Override
        public Probe probe(Duration budget) {
            return new Probe.Ready(
                    URI.create("http://127.0.0.1:9/v1"),
                    Map.of("authorization", "Bearer s3cret"),
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
