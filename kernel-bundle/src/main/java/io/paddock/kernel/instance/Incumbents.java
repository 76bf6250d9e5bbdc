// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who stands for which endpoint: one current instance each, beside candidates that do not stand for it yet and those
 * that did. Guarded by the table that it belongs to.
 */
final class Incumbents {
    private final Map<EndpointKey, Instance> current = new HashMap<>();
    private final Map<InstanceKey, Instance> byKey = new HashMap<>();
    private final Map<InstanceKey, Instance> successors = new HashMap<>(); // whoever wants the key gets the value
    private final Map<Instance, Instance> standbys = new HashMap<>(); // current to the one before, which is kept ready
    private final Map<Instance, Blueprint> blueprints = new HashMap<>();

    /** The current instance for an endpoint, or null. */
    Instance current(EndpointKey endpoint) {
        return current.get(endpoint);
    }

    /** The instance with that key, whether or not it is the current one; or null. */
    Instance of(InstanceKey key) {
        return byKey.get(key);
    }

    /** The instance with that key, which is the current one from now on, or the one that took its place and stays. */
    Optional<Instance> rejoin(InstanceKey key) {
        Instance successor = successors.get(key);
        if (successor != null && !successor.leaving()) {
            return Optional.of(successor);
        }
        Optional<Instance> existing = Optional.ofNullable(byKey.get(key));
        existing.ifPresent(instance -> current.put(key.endpoint(), instance));
        return existing;
    }

    void enter(Instance instance, Blueprint blueprint) {
        current.put(instance.identity().key().endpoint(), instance);
        enterCandidate(instance, blueprint);
    }

    /** It is there, but stands for nothing yet. */
    void enterCandidate(Instance instance, Blueprint blueprint) {
        byKey.put(instance.identity().key(), instance);
        blueprints.put(instance, blueprint);
    }

    /**
     * From now on {@code next} is the current instance. Wishes that were planned for the one before, by another
     * registration or for something else that its alias stood for, are its too; the one before takes them back should it fail.
     */
    void succeed(InstanceKey before, Instance next) {
        current.put(next.identity().key().endpoint(), next);
        successors.remove(next.identity().key());
        if (!before.equals(next.identity().key())) {
            successors.put(before, next);
            Instance old = byKey.get(before);
            if (old != null && !old.leaving()) {
                standbys.put(next, old);
            }
        }
    }

    /** Wishes that were planned for {@code from} are for {@code to}, if that is there. */
    void redirect(InstanceKey from, InstanceKey to) {
        Instance next = byKey.get(to);
        if (next != null && !from.equals(to)) {
            successors.put(from, next);
        }
    }

    /** {@code instance} has no standby any more. */
    Optional<Instance> takeStandby(Instance instance) {
        return Optional.ofNullable(standbys.remove(instance)).filter(one -> !one.leaving());
    }

    void leave(Instance instance) {
        current.remove(instance.identity().key().endpoint(), instance);
        byKey.remove(instance.identity().key(), instance);
        blueprints.remove(instance);
        standbys.remove(instance);
        standbys.values().removeIf(one -> one == instance);
        successors.values().removeIf(one -> one == instance);
    }

    /** That registration is gone; nothing is planned for it any more. */
    void retire(long registration) {
        successors.keySet().removeIf(key -> key.swapGeneration() == registration);
        blueprints.keySet().removeIf(instance -> instance.identity().key().swapGeneration() == registration);
    }

    /** How to make another one like it, or null when that may not be. */
    Blueprint blueprint(Instance instance) {
        return blueprints.get(instance);
    }

    void forgetBlueprints() {
        blueprints.clear();
    }
}
