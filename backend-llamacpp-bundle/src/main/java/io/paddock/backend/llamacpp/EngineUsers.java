// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.InstanceSnapshot;
import io.paddock.spi.EndpointKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which instances run on which engine. A ready one says so in its endpoint; one that starts has the key of a plan of
 * ours. Thread-safe.
 */
final class EngineUsers {
    /** Where an endpoint's metadata have the engine's name. */
    static final String NAME = "engine_name";

    private static final int MOST = 512;

    private final Map<String, String> planned = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    /** A plan takes that engine. */
    void planned(EndpointKey key, String engine) {
        synchronized (planned) {
            planned.put(key.toString(), engine);
        }
    }

    /** Ids of live instances by engine, sorted. */
    Map<String, List<String>> of(List<InstanceSnapshot> instances) {
        Map<String, List<String>> users = new TreeMap<>();
        instances.stream()
                .filter(instance -> instance.backend().equals(LlamaCppBackend.ID)
                        && !instance.lifecycleStatus().isFinal())
                .sorted((left, right) -> left.instanceId().compareTo(right.instanceId()))
                .forEach(instance -> engine(instance)
                        .ifPresent(engine -> users.computeIfAbsent(engine, none -> new ArrayList<>())
                                .add(instance.instanceId())));
        return users;
    }

    private Optional<String> engine(InstanceSnapshot instance) {
        if (instance.endpoint() != null && instance.endpoint().metadata().get(NAME) instanceof String name) {
            return Optional.of(name);
        }
        String id = instance.instanceId(); // the key in short, a dash, the generation
        synchronized (planned) {
            return Optional.ofNullable(planned.get(id.substring(0, Math.max(0, id.lastIndexOf('-')))));
        }
    }
}
