// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What stands for endpoints that have no instance yet after a restart of the runtime. Thread-safe. */
final class Interims {
    private final ConcurrentMap<EndpointKey, Interim> waiting = new ConcurrentHashMap<>();

    void enter(Interim interim) {
        waiting.put(interim.wanted().key(), interim);
    }

    /** The one for that endpoint, or null. */
    Interim find(EndpointKey endpoint) {
        return waiting.get(endpoint);
    }

    /** The one for that endpoint, which waits no longer, or null. */
    Interim take(EndpointKey endpoint) {
        return waiting.remove(endpoint);
    }

    /** Whether it waited until now. */
    boolean take(Interim interim) {
        return waiting.remove(interim.wanted().key(), interim);
    }
}
