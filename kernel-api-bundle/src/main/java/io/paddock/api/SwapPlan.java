// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * What a swap will do, before it is done.
 *
 * @param backend id of the backend
 * @param from the revision that serves
 * @param to the revision that shall
 * @param strategy how it goes about it
 * @param because why it is done in that way, in words
 * @param expectedGap how long requests are expected to wait; zero side by side; null when that is not known
 * @param instances ids of the instances that take work now, for each of which a candidate comes up
 * @param alias the alias that shall stand for something else, or null when the backend itself is swapped
 */
public record SwapPlan(
        String backend,
        String from,
        String to,
        SwapStrategy strategy,
        String because,
        Duration expectedGap,
        List<String> instances,
        String alias) {
    public SwapPlan {
        requireNonNull(backend, "backend is null");
        requireNonNull(strategy, "strategy is null");
        instances = List.copyOf(instances);
    }

    /** Of a backend itself. */
    public SwapPlan(
            String backend,
            String from,
            String to,
            SwapStrategy strategy,
            String because,
            Duration expectedGap,
            List<String> instances) {
        this(backend, from, to, strategy, because, expectedGap, instances, null);
    }
}
