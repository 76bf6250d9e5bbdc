// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.Origin;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The way to the registered revisions of backends. Thread-safe; nothing blocks. */
public interface Revised {
    /**
     * One registered revision.
     *
     * @param origin whose instances are its
     * @param bundle the bundle that brings it, or 0 when that is not known
     */
    record Revision(Origin origin, long bundle) {
        String id() {
            return origin.manifest().backend();
        }
    }

    /**
     * The revision of that backend that takes new work, then those of other backends that the same bundle brings. Empty
     * when it is not registered.
     */
    List<Revision> serving(String backend);

    /**
     * The next revision of that backend that comes takes no work until it is told to. Empty while one is expected
     * already; completes when it can work, and fails with an {@link io.paddock.api.InferenceException} when it cannot.
     */
    Optional<CompletableFuture<Revision>> expect(String backend);

    /**
     * Nothing is expected any more. While a revision that lost is still there, it is held back and the choice lasts;
     * without one the newest revision that can work serves.
     */
    void expectNoMore(String backend);

    /** From now on that revision takes the new work. */
    void serve(Revision revision);

    /** What that revision plans for a wish; fails with an {@link io.paddock.api.InferenceException}. */
    CompletableFuture<StartupPlan> plan(Revision revision, InstanceSpec spec);
}
