// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.kernel.recovery.Planning;
import io.paddock.spi.InstanceSpec;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Plans wishes of before a restart with the backends of now. Thread-safe; nothing blocks. */
final class Replanning implements Planning {
    private final BackendTable backends;
    private final AliasTable aliases;

    Replanning(BackendTable backends, AliasTable aliases) {
        this.backends = backends;
        this.aliases = aliases;
    }

    @Override
    public Optional<CompletableFuture<Planned>> plan(InstanceSpec wanted) {
        InstanceSpec spec = aliases.today(wanted);
        return backends.find(spec.backend())
                .filter(Registration::available)
                .map(backend -> backend.plan(spec).thenApply(plan -> {
                    TruthRules.check(backend.manifest(), spec, plan);
                    return new Planned(backend.origin(), spec, plan);
                }));
    }
}
