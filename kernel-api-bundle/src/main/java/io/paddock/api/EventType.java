// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

/** What an {@link Event} tells. */
public enum EventType implements WireNamed {
    /** A backend is known from now on. */
    BACKEND_REGISTERED,
    /** A backend service is not used; the cause says why. */
    BACKEND_REFUSED,
    /** A backend can work here. */
    BACKEND_AVAILABLE,
    /** A backend cannot work here; the cause says what is missing. */
    BACKEND_UNAVAILABLE,
    /** A backend is gone. */
    BACKEND_REMOVED,
    /** An instance was made; it waits for its turn to start. */
    INSTANCE_PLANNED,
    /** An instance is being started or attached to. */
    INSTANCE_STARTING,
    /** An instance is proven ready. */
    INSTANCE_READY,
    /** An instance answers its health check in another way than before. */
    INSTANCE_HEALTH_CHANGED,
    /** An instance is going away; its leases may finish. */
    INSTANCE_DRAINING,
    /** An instance's engine is being ended. */
    INSTANCE_STOPPING,
    /** An instance is gone on purpose. */
    INSTANCE_STOPPED,
    /** An instance is gone because of a failure. */
    INSTANCE_FAILED,
    /** An instance of before the runtime's restart is wanted again; another one is made when its backend can work. */
    INSTANCE_RESTORED,
    /** A lease was granted. */
    LEASE_GRANTED,
    /** A lease lasts longer. */
    LEASE_RENEWED,
    /** A lease was given back. */
    LEASE_RELEASED,
    /** A lease's time ran out. */
    LEASE_EXPIRED,
    /** A lease waits for another instance, because its own was lost. */
    LEASE_RECOVERING,
    /** A lease has a ready instance again. */
    LEASE_RECOVERED,
    /** A lease has another instance behind it, as good as the one before; nothing was lost. */
    LEASE_MOVED,
    /** A lease ended with its instance. */
    LEASE_REVOKED,
    /** A lease of before the runtime's restart is live again; it waits for another instance. */
    LEASE_RESTORED,
    /** So many short leases without a time to live were granted and given back; they have no events of their own. */
    LEASES_COUNTED,
    /** An ensure call was refused. */
    ENSURE_REFUSED,
    /** What the runtime had kept could not be used; the detail says what became of it. */
    STATE_LOST,
    /** A process of an earlier run of this runtime had outlived it; the cause says which, and that it was ended. */
    LEFTOVER_ENDED,
    /** A swap of a backend or of a model began. */
    SWAP_STARTED,
    /** A swap goes on to its next phase. */
    SWAP_PHASE,
    /** A swap is done: the new one serves, the old one is gone. */
    SWAP_DONE,
    /** A swap was undone; the old one serves, the cause says why. */
    SWAP_ROLLED_BACK,
    /** Another instance stands for an endpoint from now on. */
    ENDPOINT_SWITCHED
}
