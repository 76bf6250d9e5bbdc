// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.InstanceKey;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.work.Completion;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gap of a swap that has no room for both: the old instances go first, and requests wait. Thread-safe; nothing blocks. */
final class GapFirst {
    private static final Logger LOG = LoggerFactory.getLogger(GapFirst.class);

    private final SwapMatter matter;
    private final Takeover.Tools tools;
    private volatile List<Incumbent> stopped = List.of();

    GapFirst(SwapMatter matter, Takeover.Tools tools) {
        this.matter = matter;
        this.tools = tools;
    }

    /** Requests wait from now on; completes when the old instances have finished and are gone. */
    CompletableFuture<Void> begin(List<Incumbent> going, Duration drain) {
        stopped = going;
        going.forEach(one -> tools.standstill().begin(one.key()));
        return Completion.allEnded(going.stream()
                .map(one -> tools.succession().stop(one.key(), drain))
                .toList());
    }

    /** Those that were stopped. */
    List<Incumbent> stopped() {
        return stopped;
    }

    /** Whoever waits goes on. */
    void end() {
        stopped.forEach(one -> tools.standstill().end(one.key().endpoint()));
    }

    /** Requests wait once more, and the leases of the candidates. */
    void beginAgain(List<InstanceKey> candidates) {
        stopped.forEach(one -> tools.standstill().begin(one.key()));
        candidates.forEach(tools.standstill()::begin);
    }

    /** Brings the old ones up again, then lets whoever waits go on; never fails. */
    CompletableFuture<Void> restore(List<InstanceKey> candidates) {
        return CompletableFuture.allOf(
                        stopped.stream().map(one -> restore(one, candidates)).toArray(CompletableFuture<?>[]::new))
                .whenComplete((restored, failure) -> end());
    }

    private CompletableFuture<Void> restore(Incumbent one, List<InstanceKey> candidates) {
        return matter.before(one)
                .<Void>thenApply(before -> {
                    tools.standstill()
                            .restore(before.origin(), before.plan(), before.spec())
                            .ifPresent(
                                    problem -> LOG.warn("{} is not brought up again: {}", one.id(), problem.detail()));
                    candidates.stream()
                            .filter(key -> key.endpoint().equals(one.key().endpoint()))
                            .forEach(key -> tools.succession().redirect(key, before.key()));
                    return null;
                })
                .exceptionally(failure -> {
                    LOG.warn("{} is not brought up again", one.id(), failure);
                    return null;
                });
    }
}
