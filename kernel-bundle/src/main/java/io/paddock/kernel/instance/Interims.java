// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.WantedInstance;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** What stands for endpoints that have no instance, but shall have one. Thread-safe. */
final class Interims {
    private final ConcurrentMap<EndpointKey, Interim> waiting = new ConcurrentHashMap<>(); // changed under this
    private volatile Consumer<WantedInstance> strays = wanted -> {};

    /** Calls {@code listener} with each endpoint that waits again, unexpectedly. It must not block. */
    void onStray(Consumer<WantedInstance> listener) {
        strays = listener;
    }

    /** It stands there from now on, unless another one does; answers which. */
    synchronized Interim enterUnless(Interim interim) {
        Interim other = waiting.putIfAbsent(interim.wanted().key(), interim);
        return other == null ? interim : other;
    }

    /** An instance is to be brought up for what waits there: nobody else thinks of it. */
    void stray(Interim interim) {
        strays.accept(interim.wanted());
    }

    synchronized void enter(Interim interim) {
        waiting.put(interim.wanted().key(), interim);
    }

    /** The one for that endpoint, or null. */
    Interim find(EndpointKey endpoint) {
        return waiting.get(endpoint);
    }

    /** Whether something waits for an endpoint of that backend. */
    boolean awaits(String backend) {
        return waiting.keySet().stream().anyMatch(endpoint -> endpoint.backend().equals(backend));
    }

    /** It waits for an instance for another endpoint from now on, unless something waits there already; answers whether. */
    synchronized boolean move(Interim interim, EndpointKey other) {
        EndpointKey own = interim.wanted().key();
        return waiting.get(own) == interim
                && waiting.putIfAbsent(other, interim) == null
                && waiting.remove(own, interim);
    }

    /** If it still waits for that other endpoint, it waits for its own again, unless something else does; answers whether. */
    synchronized boolean moveBack(Interim interim, EndpointKey other) {
        boolean waits = waiting.remove(other, interim);
        if (waits) {
            waiting.putIfAbsent(interim.wanted().key(), interim);
        }
        return waits;
    }

    /** Whether it waits. */
    synchronized boolean has(Interim interim) {
        return waiting.containsValue(interim);
    }

    /** Whether it waited until now. */
    synchronized boolean take(Interim interim) {
        return waiting.values().remove(interim);
    }
}
