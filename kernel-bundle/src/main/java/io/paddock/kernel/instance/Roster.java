// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.kernel.work.Time;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The instances that live, and those that failed lately, for look-ups from any thread. Thread-safe. */
public final class Roster {
    private final Time time;
    private final Tombstones tombstones = new Tombstones();
    private final ConcurrentMap<String, Instance> live = new ConcurrentHashMap<>();

    Roster(Time time) {
        this.time = time;
    }

    void enter(Instance instance) {
        live.put(instance.identity().id(), instance);
    }

    /** Remembers one that is about to be struck off. */
    void bury(Instance instance) {
        InstanceSnapshot last = instance.snapshot();
        if (last.lifecycleStatus() == InstanceState.FAILED) {
            tombstones.failed(last, WrittenLog.of(instance.output()), time.now());
        } else {
            tombstones.ended(last.instanceId());
        }
    }

    void strike(Instance instance) {
        live.remove(instance.identity().id());
    }

    /** The live instance of that id, or null. */
    Instance live(String id) {
        return live.get(id);
    }

    Collection<Instance> live() {
        return live.values();
    }

    int size() {
        return live.size();
    }

    /** Whether an instance of that id existed and is gone. */
    boolean knew(String id) {
        return tombstones.knows(id);
    }

    /** The live instances of {@code registration}. */
    List<Instance> of(long registration) {
        return live.values().stream()
                .filter(instance -> instance.identity().key().swapGeneration() == registration)
                .toList();
    }

    /** How many live instances {@code registration} has. */
    public int count(long registration) {
        return of(registration).size();
    }

    /** Live instances and those that failed lately, sorted by id. */
    public List<InstanceSnapshot> list() {
        Map<String, InstanceSnapshot> all = new HashMap<>();
        tombstones.list(time.now()).forEach(dead -> all.put(dead.instanceId(), dead));
        live.values().stream().map(Instance::snapshot).forEach(alive -> all.put(alive.instanceId(), alive));
        return all.values().stream()
                .sorted(Comparator.comparing(InstanceSnapshot::instanceId))
                .toList();
    }

    /** One of {@link #list}. */
    public Optional<InstanceSnapshot> find(String id) {
        Instance instance = live.get(id);
        return instance != null ? Optional.of(instance.snapshot()) : tombstones.find(id, time.now());
    }

    /** What the process of one of {@link #list} wrote. */
    Optional<WrittenLog> log(String id) {
        Instance instance = live.get(id);
        return instance != null ? Optional.of(WrittenLog.of(instance.output())) : tombstones.log(id, time.now());
    }
}
