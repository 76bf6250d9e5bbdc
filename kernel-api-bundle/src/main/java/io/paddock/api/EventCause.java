// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** Why something happened, where no failure is the cause. */
public enum EventCause implements WireNamed {
    /** A backend service appeared. */
    SERVICE_APPEARED,
    /** A backend service went. */
    SERVICE_GONE,
    /** A backend said whether it can work here. */
    AVAILABILITY_CHECK,
    /** What a backend declares cannot be worked with. */
    MANIFEST_REFUSED,
    /** A caller asked for it. */
    ASKED,
    /** It was its turn. */
    TURN_CAME,
    /** The engine answered as a ready one. */
    ANSWERED,
    /** A health check saw it. */
    HEALTH_CHECK,
    /** Nobody used it for long enough. */
    IDLE,
    /** Whoever waited for it gave up before it began. */
    ABANDONED,
    /** Somebody asked for its end. */
    STOP_ASKED,
    /** Its last lease ended. */
    LEASES_ENDED,
    /** Its leases had their time to finish. */
    DRAIN_DEADLINE,
    /** Its backend is being removed. */
    BACKEND_REMOVED,
    /** The runtime is shutting down. */
    RUNTIME_STOPPING,
    /** Nothing of it runs any more. */
    ENDED,
    /** The owner of the lease said so. */
    OWNER_ASKED,
    /** Whoever it was granted to had gone. */
    NOBODY_TOOK_IT,
    /** The time to live of the lease ran out. */
    TTL_RAN_OUT,
    /** The instance before it was lost. */
    INSTANCE_LOST,
    /** The instance behind the lease went away. */
    INSTANCE_ENDED,
    /** The runtime was restarted. */
    RUNTIME_RESTARTED,
    /** What the runtime had kept could not be read. */
    STATE_UNREADABLE,
    /** A swap put another one in its place. */
    SWAPPED,
    /** A swap was undone. */
    ROLLED_BACK,
    /** It was counted over a while. */
    COUNTED
}
