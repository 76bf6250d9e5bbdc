// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.InstanceKey;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.instance.Succession.Pair;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.EndpointKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gap of a swap that has no room for both: the old instances go first, and requests wait. Thread-safe; nothing blocks. */
final class GapFirst {
    private static final Logger LOG = LoggerFactory.getLogger(GapFirst.class);

    private final SwapMatter matter;
    private final Takeover.Tools tools;
    private final List<Incumbent> stopped = new CopyOnWriteArrayList<>();
    private final Set<EndpointKey> closed = ConcurrentHashMap.newKeySet();

    GapFirst(SwapMatter matter, Takeover.Tools tools) {
        this.matter = matter;
        this.tools = tools;
    }

    /** Requests wait from now on; completes when the old instances have finished and are gone. */
    CompletableFuture<Void> begin(List<Incumbent> going, Duration drain) {
        stopped.addAll(going);
        going.forEach(one -> close(one.key()));
        return Completion.allEnded(going.stream()
                .map(one -> tools.succession().stop(one.key(), drain))
                .toList());
    }

    private void close(InstanceKey key) {
        closed.add(key.endpoint());
        tools.standstill().begin(key);
    }

    /** Those that were stopped. */
    List<Incumbent> stopped() {
        return List.copyOf(stopped);
    }

    /** Whoever waits goes on, at whatever endpoint. */
    void end() {
        List<EndpointKey> all = List.copyOf(closed);
        closed.removeAll(all);
        all.forEach(tools.standstill()::end);
    }

    /** Requests wait once more, and the leases of the candidates. */
    void beginAgain(List<Pair> candidates) {
        stopped.forEach(one -> close(one.key()));
        candidates.forEach(pair -> close(pair.to()));
    }

    /** Brings the old ones up again, then lets whoever waits go on; never fails. */
    CompletableFuture<Void> restore(List<Pair> candidates) {
        return Completion.allEnded(
                        stopped.stream().map(one -> restore(one, candidates)).toList())
                .whenComplete((restored, failure) -> end());
    }

    /** That one is not there to take its place back from its candidate, and is brought up again; never fails. */
    CompletableFuture<Void> rescue(Incumbent old, InstanceKey candidate) {
        close(candidate);
        return restore(old, List.of(new Pair(old.key(), candidate))).whenComplete((restored, failure) -> end());
    }

    private CompletableFuture<Void> restore(Incumbent one, List<Pair> candidates) {
        List<InstanceKey> fellows = candidates.stream()
                .filter(pair -> pair.from().equals(one.key()))
                .map(Pair::to)
                .toList();
        CompletableFuture<Boolean> gone = Completion.within(
                tools.succession().gone(one.key()),
                Bounds.MARGIN,
                tools.around().time());
        return gone.thenCompose(inTime -> matter.before(one))
                .<Void>thenApply(before -> {
                    restore(one, before, fellows);
                    return null;
                })
                .exceptionally(failure -> {
                    LOG.warn("{} is not brought up again", one.id(), failure);
                    return null;
                });
    }

    private void restore(Incumbent one, PlannedWish before, List<InstanceKey> fellows) {
        List<EndpointKey> others = fellows.stream().map(InstanceKey::endpoint).toList();
        tools.standstill()
                .restore(before.origin(), before.plan(), before.spec(), others)
                .ifPresent(problem -> LOG.warn("{} is not brought up again yet: {}", one.id(), problem.detail()));
        fellows.forEach(key -> tools.succession().redirect(key, before.key()));
    }
}
