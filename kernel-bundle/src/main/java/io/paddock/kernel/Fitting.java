// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.InferenceException;
import io.paddock.spi.InstanceSpec;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Whether a backend and a model of it fit a consumer: the manifest says so, or what it leaves open the model. */
final class Fitting {
    private Fitting() {}

    /**
     * Asks the backend only where that may turn the answer.
     *
     * @param others tried as alternatives when it does not fit
     * @param spec makes the wish that the backend is asked about; may refuse it
     * @throws InferenceException when the wish cannot be; the same may come later as a failure
     */
    static CompletableFuture<Compatibility> fit(
            Registration backend,
            ConsumerManifest consumer,
            Collection<BackendManifest> others,
            Supplier<InstanceSpec> spec) {
        BackendManifest manifest = backend.manifest();
        Compatibility declared = CompatibilityRules.check(manifest, consumer, others);
        if (!backend.knowsModels() || !CompatibilityRules.open(declared, manifest)) {
            return CompletableFuture.completedFuture(declared);
        }
        return backend.facts(spec.get())
                .thenApply(facts -> facts.trouble() == null
                        ? CompatibilityRules.check(manifest, consumer, others, facts.known())
                        : CompatibilityRules.withoutFacts(declared, facts.trouble()));
    }
}
