// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Parking;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Backends that went a moment ago. One that is soon back was replaced, and whoever wants it waits for that: not too many,
 * and not for long. Thread-safe; nothing blocks.
 */
final class Gaps {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /**
     * A backend that is away.
     *
     * @param back completes when it is back, or was away for too long
     * @param models names that it answered to, or null when they are not known
     */
    private record Gap(CompletableFuture<Void> back, Set<String> models) {}

    private final Time time;
    private final Supplier<Parking> parking;
    private final ConcurrentMap<String, Gap> gaps = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<String>> lastWords =
            new ConcurrentHashMap<>(); // names by backend that went
    private final AtomicInteger parked = new AtomicInteger();

    Gaps(Time time, Supplier<Parking> parking) {
        this.time = time;
        this.parking = parking;
    }

    /** The last version of that backend went. */
    void went(String id, Set<String> models) {
        if (models != null) {
            lastWords.put(id, models);
        }
        Duration window = parking.get().window();
        if (window.isZero()) {
            return;
        }
        Gap gap = new Gap(new CompletableFuture<>(), models);
        Gap before = gaps.put(id, gap);
        if (before != null) {
            before.back().complete(null);
        }
        Time.Alarm unused = time.after(window, () -> close(id, gap));
    }

    /** That backend is there again; what is returned tells those who wait. */
    Runnable came(String id) {
        Gap gap = gaps.remove(id);
        return gap == null ? () -> {} : () -> gap.back().complete(null);
    }

    private void close(String id, Gap gap) {
        gaps.remove(id, gap);
        gap.back().complete(null);
    }

    /** Whether that backend went a moment ago and may be back at once. */
    boolean open(String id) {
        return gaps.containsKey(id);
    }

    /** The backend that went a moment ago and served that model, if any. */
    Optional<String> serving(String model) {
        return gaps.entrySet().stream()
                .filter(entry -> entry.getValue().models() == null
                        || entry.getValue().models().contains(model))
                .map(entry -> entry.getKey())
                .findFirst();
    }

    /** Whether a version of that backend that went answered to that model when it last could say. */
    boolean had(String id, String model) {
        return lastWords.getOrDefault(id, Set.of()).contains(model);
    }

    /**
     * Waits until that backend is back, or has been away for too long.
     *
     * @return fails when too many wait already
     */
    CompletableFuture<Void> await(String id) {
        Gap gap = gaps.get(id);
        if (gap == null) {
            return CompletableFuture.completedFuture(null);
        }
        if (parked.incrementAndGet() > parking.get().requests()) {
            parked.decrementAndGet();
            return CompletableFuture.failedFuture(new InferenceException(Problem.retryable(
                    ErrorCode.AT_CAPACITY,
                    "backend '" + id + "' is being replaced, and "
                            + parking.get().requests() + " requests wait for it already",
                    RETRY_AFTER)));
        }
        return gap.back().whenComplete((back, never) -> parked.decrementAndGet());
    }

    /** What to tell whoever waited in vain. */
    static InferenceException gone(String id) {
        return new InferenceException(Problem.retryable(
                ErrorCode.DRAINING,
                "backend '" + id + "' went away and is not back; try again, or see whether it is still installed",
                RETRY_AFTER));
    }
}
