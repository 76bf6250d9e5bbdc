// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.kernel.work.Completion;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Callers who wait for an instance to be gone, because they may have the next one. Thread-safe; nothing blocks. */
final class Lingering {
    private final ConcurrentMap<Waiter, Origin> waiting = new ConcurrentHashMap<>();

    void until(Instance leaving, Waiter waiter) {
        waiting.put(waiter, waiter.origin());
        Completion.on(leaving.over(), (gone, never) -> {
            waiting.remove(waiter);
            waiter.tryAgain();
        });
    }

    /** The backend that they wait for goes. */
    void retire(Origin origin) {
        waiting.forEach((waiter, from) -> {
            if (from.registration() == origin.registration()) {
                waiter.refuse(Faults.removed(origin.manifest().backend()));
            }
        });
    }
}
