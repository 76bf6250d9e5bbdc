// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the instances that each endpoint has had. Bounded: what was not asked for longest is forgotten first. */
final class Generations {
    private static final int MOST = 10_000;

    private final Map<EndpointKey, Long> latest = new LinkedHashMap<>(); // latest last

    /** The next instance has a higher number than that, whatever the endpoint had before. */
    void atLeast(EndpointKey endpoint, long generation) {
        latest.merge(endpoint, generation, Math::max);
    }

    /** The number of the next instance, from 1. */
    long next(EndpointKey endpoint) {
        Long before = latest.remove(endpoint);
        long generation = before == null ? 1 : before + 1;
        latest.put(endpoint, generation);
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
        return generation;
    }
}
