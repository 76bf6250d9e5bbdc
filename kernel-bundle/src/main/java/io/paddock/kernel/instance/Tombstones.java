// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.InstanceSnapshot;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Remembers failed instances for a while, and the ids of those that are gone. Bounded; thread-safe. */
final class Tombstones {
    static final Duration SHOWN = Duration.ofMinutes(5);
    private static final int MOST_SHOWN = 64;
    private static final int MOST_LINES = 50;
    private static final int LONGEST_LINE = 500;
    private static final int MOST_IDS = 1024;

    private record Stone(InstanceSnapshot snapshot, WrittenLog log, Moment since) {}

    private final Map<String, Stone> stones = new LinkedHashMap<>(); // guarded by this, oldest first
    private final Set<String> ids = new LinkedHashSet<>(); // guarded by this, oldest first

    /** An instance ended on purpose: only its id is kept. */
    synchronized void ended(String id) {
        ids.add(id);
        if (ids.size() > MOST_IDS) {
            ids.remove(ids.iterator().next());
        }
    }

    /** An instance failed: it stays visible, with the end of what it wrote. */
    synchronized void failed(InstanceSnapshot snapshot, WrittenLog log, Moment now) {
        ended(snapshot.instanceId());
        stones.put(snapshot.instanceId(), new Stone(snapshot, log.end(MOST_LINES, LONGEST_LINE), now));
        if (stones.size() > MOST_SHOWN) {
            stones.remove(stones.keySet().iterator().next());
        }
    }

    /** What the process of a failed instance wrote in the end. */
    synchronized Optional<WrittenLog> log(String id, Moment now) {
        return find(id, now).map(failed -> stones.get(id).log());
    }

    synchronized List<InstanceSnapshot> list(Moment now) {
        stones.values().removeIf(stone -> now.since(stone.since()).compareTo(SHOWN) >= 0);
        return stones.values().stream().map(Stone::snapshot).toList();
    }

    synchronized Optional<InstanceSnapshot> find(String id, Moment now) {
        return list(now).stream()
                .filter(snapshot -> snapshot.instanceId().equals(id))
                .findFirst();
    }

    /** Whether that instance existed and is gone. */
    synchronized boolean knows(String id) {
        return ids.contains(id);
    }
}
