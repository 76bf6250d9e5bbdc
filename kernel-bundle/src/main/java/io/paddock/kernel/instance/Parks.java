// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.spi.EndpointKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests for endpoints whose old instance must be gone before the new one comes up: they wait for that, not too many of
 * them. Thread-safe; nothing blocks.
 */
final class Parks {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private record Parked(Waiter waiter, Runnable again) {}

    private final Map<EndpointKey, List<Parked>> parked = new HashMap<>(); // guarded by this

    /** From now on requests for that endpoint wait. */
    synchronized void close(EndpointKey endpoint) {
        parked.putIfAbsent(endpoint, new ArrayList<>());
    }

    /**
     * Whether a request waits, or was refused because too many do.
     *
     * @param again what to do with it then
     * @param most so many may wait for one endpoint
     */
    boolean park(EndpointKey endpoint, Waiter waiter, Runnable again, int most) {
        synchronized (this) {
            List<Parked> waiting = parked.get(endpoint);
            if (waiting == null) {
                return false;
            }
            if (waiting.size() >= most) {
                waiting.removeIf(one -> !one.waiter().open()); // who gave up takes nobody's place
            }
            if (waiting.size() < most) {
                waiting.add(new Parked(waiter, again));
                return true;
            }
        }
        waiter.refuse(Problem.retryable(
                ErrorCode.AT_CAPACITY,
                endpoint + " is being swapped, and " + most + " requests wait for it already",
                RETRY_AFTER));
        return true;
    }

    /** Those that wait for that endpoint go on, in their order. */
    void open(EndpointKey endpoint) {
        List<Parked> going;
        synchronized (this) {
            going = parked.remove(endpoint);
        }
        if (going != null) {
            going.forEach(one -> one.again().run());
        }
    }
}
