// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts leases and waiting requests per owner. Thread-safe. */
public final class Quota {
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    /** Takes one place for {@code owner}; empty when {@code most} are taken. */
    public Optional<Place> take(String owner, int most) {
        boolean[] got = {false};
        taken.compute(owner, (who, count) -> {
            int now = count == null ? 0 : count;
            got[0] = now < most;
            return got[0] ? Integer.valueOf(now + 1) : count;
        });
        return got[0] ? Optional.of(new Place(owner)) : Optional.empty();
    }

    /** How many places {@code owner} has. */
    public int taken(String owner) {
        return taken.getOrDefault(owner, 0);
    }

    /** One place; given back once, however often that is said. */
    public final class Place {
        private final String owner;
        private final AtomicBoolean given = new AtomicBoolean();

        private Place(String owner) {
            this.owner = owner;
        }

        /** Gives the place back. */
        public void giveBack() {
            if (given.compareAndSet(false, true)) {
                taken.computeIfPresent(owner, (who, count) -> count == 1 ? null : Integer.valueOf(count - 1));
            }
        }
    }
}
