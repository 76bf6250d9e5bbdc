// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.Alias;
import io.paddock.api.ModelSwapRequest;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import java.util.concurrent.CompletableFuture;

/** The way to aliases and what they stand for. Thread-safe; nothing blocks. */
public interface Aliased {
    /**
     * One thing that an alias stands for, or shall.
     *
     * @param alias the alias as it is then
     * @param spec the wish that it means
     * @param words what it is, for people; shows no secret
     * @param sizeBytes size of the model's weights, or null when that is not known
     */
    record Side(Alias alias, InstanceSpec spec, String words, Long sizeBytes) {}

    /**
     * A change that can be made.
     *
     * @param endpoint the alias's
     * @param before what it stands for
     * @param next what it shall stand for
     */
    record Change(EndpointKey endpoint, Side before, Side next) {}

    /** Looks whether that can be; touches nothing. Fails with an {@link io.paddock.api.InferenceException}. */
    CompletableFuture<Change> look(ModelSwapRequest request);

    /** What the backend plans for the wish now; fails with an {@link io.paddock.api.InferenceException}. */
    CompletableFuture<PlannedWish> plan(InstanceSpec spec);

    /** From now on the alias stands for that, also after a restart; fails when that could not be written. */
    CompletableFuture<Void> stand(Alias alias);
}
