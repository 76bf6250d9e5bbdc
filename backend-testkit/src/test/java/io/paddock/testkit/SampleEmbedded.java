// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import io.paddock.api.BackendManifest;
import io.paddock.api.ManagementMode;
import io.paddock.api.StartupKind;
import io.paddock.spi.Backend;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A backend whose engine runs inside this JVM, as it should be apart from its one defect. */
final class SampleEmbedded implements Backend {
    private final Defect defect;
    private final Backend attached;

    SampleEmbedded(Defect defect) {
        this.defect = defect;
        this.attached = new SampleBackend(Defect.NONE, false);
    }

    @Override
    public BackendManifest manifest() {
        BackendManifest other = attached.manifest();
        return new BackendManifest(
                other.backend(),
                other.version(),
                other.runtimeKind(),
                List.of(ManagementMode.RUNTIME_MANAGED),
                Set.of(StartupKind.EMBEDDED),
                other.protocols(),
                other.capabilities(),
                Set.of(),
                other.options(),
                other.resourceProfile(),
                other.metadata());
    }

    @Override
    public StartupPlan plan(InstanceSpec spec) {
        StartupPlan plan = attached.plan(spec);
        return new StartupPlan.Embed(plan.key(), plan.model(), Timings.DEFAULT, launched -> new Inside(defect));
    }

    /** Its server comes with it and should go with it. */
    private static final class Inside implements InstanceDriver {
        private final FakeModelServer server = FakeModelServer.start();
        private final Defect defect;
        private final InstanceDriver look;

        Inside(Defect defect) {
            this.defect = defect;
            Defect unwell = defect == Defect.D_6_1_NEVER_WELL ? Defect.D_4_1_NEVER_HEALTHY : Defect.NONE;
            this.look = new SampleDriver(unwell, server.url(), server.model(), null);
        }

        @Override
        public Probe probe(Duration budget) {
            return look.probe(budget);
        }

        @Override
        public Health check(Duration budget) {
            return look.check(budget);
        }

        @Override
        public void close() {
            if (defect != Defect.D_6_2_GOES_ON_AFTER_ITS_END) {
                server.close();
            }
        }
    }
}
