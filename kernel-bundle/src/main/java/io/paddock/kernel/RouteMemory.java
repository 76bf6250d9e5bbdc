// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Routes found a moment ago, so that a busy model's requests need not ask all backends for their models each time. One
 * that grows old is still good for the request that finds it, which also has it found anew. Thread-safe.
 */
final class RouteMemory {
    static final Duration FRESH = Duration.ofSeconds(1);
    static final Duration GOOD = Duration.ofSeconds(10);
    private static final int MOST = 256;

    private record Kept(Route route, long backends) {}

    private final ConcurrentMap<Route.Wish, Kept> kept = new ConcurrentHashMap<>();
    private final BackendTable backends;
    private final Time time;

    RouteMemory(BackendTable backends, Time time) {
        this.backends = backends;
        this.time = time;
    }

    /** A route that can still be taken: no backend came or went since, and its own one can work. */
    Optional<Route> find(Route.Wish wish) {
        Kept known = kept.get(wish);
        return known != null
                        && known.backends() == backends.changes()
                        && known.route().backend().available()
                        && backends.find(known.route().backend().id())
                                .filter(serving -> serving == known.route().backend())
                                .isPresent()
                        && age(known.route()).compareTo(GOOD) < 0
                ? Optional.of(known.route())
                : Optional.empty();
    }

    /** Whether {@code route} should be found anew; says so to one asker of several. */
    boolean growsOld(Route.Wish wish, Route route) {
        if (age(route).compareTo(FRESH) < 0) {
            return false;
        }
        Kept known = kept.get(wish);
        if (known == null || !known.route().equals(route)) {
            return false;
        }
        Route renewed = new Route(route.backend(), route.fit(), route.spec(), time.now());
        return kept.replace(wish, known, new Kept(renewed, known.backends()));
    }

    /** Keeps what was found while {@code changes} was the count of {@link BackendTable#changes}. */
    void keep(Route.Wish wish, Route route, long changes) {
        if (kept.size() >= MOST) {
            kept.entrySet().removeIf(entry -> age(entry.getValue().route()).compareTo(FRESH) >= 0);
        }
        if (kept.size() < MOST) {
            kept.put(wish, new Kept(route, changes));
        }
    }

    /** What was known of the wish does not hold any more. */
    void forget(Route.Wish wish) {
        kept.remove(wish);
    }

    private Duration age(Route route) {
        return time.now().since(route.at());
    }
}
