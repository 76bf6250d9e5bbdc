// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who stands for which endpoint. Guarded by the table that it belongs to. */
final class Incumbents {
    private final Map<EndpointKey, Instance> current = new HashMap<>();
    private final Map<InstanceKey, Instance> byKey = new HashMap<>();
    private final Map<Instance, Blueprint> blueprints = new HashMap<>();

    /** The current instance for an endpoint, or null. */
    Instance current(EndpointKey endpoint) {
        return current.get(endpoint);
    }

    /** The instance with that key, which is the current one from now on. */
    Optional<Instance> rejoin(InstanceKey key) {
        Optional<Instance> existing = Optional.ofNullable(byKey.get(key));
        existing.ifPresent(instance -> current.put(key.endpoint(), instance));
        return existing;
    }

    void enter(Instance instance, Blueprint blueprint) {
        current.put(instance.identity().key().endpoint(), instance);
        byKey.put(instance.identity().key(), instance);
        blueprints.put(instance, blueprint);
    }

    void leave(Instance instance) {
        current.remove(instance.identity().key().endpoint(), instance);
        byKey.remove(instance.identity().key(), instance);
        blueprints.remove(instance);
    }

    /** How to make another one like it, or null when that may not be. */
    Blueprint blueprint(Instance instance) {
        return blueprints.get(instance);
    }

    void forgetBlueprint(Instance instance) {
        blueprints.remove(instance);
    }

    void forgetBlueprints() {
        blueprints.clear();
    }
}
