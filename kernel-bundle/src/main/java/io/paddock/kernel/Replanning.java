// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.kernel.recovery.Planning;
import io.paddock.spi.InstanceSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Plans wishes of before a restart with the backends of now. Thread-safe; nothing blocks. */
final class Replanning implements Planning {
    private final BackendTable backends;

    Replanning(BackendTable backends) {
        this.backends = backends;
    }

    @Override
    public Optional<CompletableFuture<Planned>> plan(InstanceSpec spec) {
        return backends.find(spec.backend())
                .filter(Registration::available)
                .map(backend -> backend.plan(spec).thenApply(plan -> {
                    TruthRules.check(backend.manifest(), spec, plan);
                    return new Planned(backend.origin(), plan);
                }));
    }
}
