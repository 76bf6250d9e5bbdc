// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.InstanceSnapshot;
import io.paddock.api.LogLine;
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
    static final int MOST_LINES = 50;
    private static final int LONGEST_LINE = 500;
    private static final int MOST_IDS = 1024;

    private record Stone(InstanceSnapshot snapshot, List<LogLine> log, Moment since) {}

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
    synchronized void failed(InstanceSnapshot snapshot, List<LogLine> log, Moment now) {
        ended(snapshot.instanceId());
        stones.put(snapshot.instanceId(), new Stone(snapshot, last(log), now));
        if (stones.size() > MOST_SHOWN) {
            stones.remove(stones.keySet().iterator().next());
        }
    }

    private static List<LogLine> last(List<LogLine> log) {
        return log.subList(Math.max(0, log.size() - MOST_LINES), log.size()).stream()
                .map(line -> line.text().length() <= LONGEST_LINE
                        ? line
                        : new LogLine(line.stream(), line.text().substring(0, LONGEST_LINE)))
                .toList();
    }

    /** The last lines of a failed instance. */
    synchronized Optional<List<LogLine>> log(String id, int tail, Moment now) {
        return find(id, now).map(failed -> {
            List<LogLine> log = stones.get(id).log();
            return log.subList(Math.max(0, log.size() - tail), log.size());
        });
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
