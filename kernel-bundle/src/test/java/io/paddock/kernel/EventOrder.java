// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Event;
import io.paddock.api.EventType;
import io.paddock.api.InstanceState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows events and notes what may not come after what came before. */
final class EventOrder {
    private static final Map<EventType, InstanceState> STATES = Map.of(
            EventType.INSTANCE_READY, InstanceState.READY,
            EventType.INSTANCE_DRAINING, InstanceState.DRAINING,
            EventType.INSTANCE_STOPPED, InstanceState.STOPPED,
            EventType.INSTANCE_FAILED, InstanceState.FAILED);
    private static final Set<EventType> LEASE_ENDS =
            EnumSet.of(EventType.LEASE_RELEASED, EventType.LEASE_EXPIRED, EventType.LEASE_REVOKED);
    private static final Set<EventType> LEASE_LIVES = EnumSet.of(
            EventType.LEASE_GRANTED, EventType.LEASE_RENEWED, EventType.LEASE_RECOVERING, EventType.LEASE_RECOVERED);

    private final Map<String, InstanceState> states = new HashMap<>();
    private final Set<String> over = new HashSet<>();
    private final List<String> complaints = new ArrayList<>();
    private long last;

    void next(Event event) {
        if (event.seq() <= last) {
            complaints.add("event " + event.seq() + " comes after " + last);
        }
        last = event.seq();
        if (event.type() == EventType.INSTANCE_PLANNED) {
            planned(event);
        } else if (STATES.containsKey(event.type())) {
            moved(event, STATES.get(event.type()));
        }
        if (event.leaseRef() != null) {
            lease(event);
        }
    }

    private void planned(Event event) {
        if (states.put(event.instanceId(), InstanceState.STARTING) != null) {
            complaints.add(event.instanceId() + " was planned twice");
        }
    }

    private void moved(Event event, InstanceState next) {
        InstanceState before = states.put(event.instanceId(), next);
        if (before == null || !before.canBecome(next)) {
            complaints.add(event.instanceId() + " moved from " + before + " to " + next);
        }
    }

    private void lease(Event event) {
        if (LEASE_LIVES.contains(event.type()) && over.contains(event.leaseRef())) {
            complaints.add(event.leaseRef() + " came back: " + event.type());
        }
        if (LEASE_ENDS.contains(event.type()) && !over.add(event.leaseRef())) {
            complaints.add(event.leaseRef() + " ended twice");
        }
    }

    List<String> complaints() {
        return complaints;
    }
}
