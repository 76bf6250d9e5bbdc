// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What stands for endpoints that have no instance, but shall have one. Thread-safe. */
final class Interims {
    private final ConcurrentMap<EndpointKey, Interim> waiting = new ConcurrentHashMap<>();

    void enter(Interim interim) {
        waiting.put(interim.wanted().key(), interim);
    }

    /** The one for that endpoint, or null. */
    Interim find(EndpointKey endpoint) {
        return waiting.get(endpoint);
    }

    /** It waits for an instance for another endpoint from now on. */
    void move(Interim interim, EndpointKey other) {
        waiting.remove(interim.wanted().key(), interim);
        waiting.put(other, interim);
    }

    /** Whether it waited until now. */
    boolean take(Interim interim) {
        return waiting.values().remove(interim);
    }
}
