// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.journal;

import io.paddock.api.EventType;

/** Entries as people say them. Pure. */
final class Sentences {
    private Sentences() {}

    /** What happened and why, in one sentence. */
    static String of(Entry entry) {
        Note note = entry.note();
        String detail = note.detail() == null || note.detail().isBlank() ? "" : " (" + note.detail() + ")";
        return subject(note) + " " + verb(note.type()) + ": " + note.because().words() + detail;
    }

    private static String subject(Note note) {
        if (note.lease() != null) {
            String instance = note.about().instanceId(); // null: it waits for its backend after a restart
            return "lease " + Entry.shortened(note.lease()) + " of '" + note.owner() + "'"
                    + (instance == null ? "" : " on " + instance);
        }
        if (note.about().instanceId() != null) {
            return note.about().instanceId();
        }
        if (note.type() == EventType.STATE_LOST) {
            return "what the runtime had kept";
        }
        if (note.type() == EventType.LEFTOVER_ENDED) {
            return "what an earlier run left behind";
        }
        if (note.type() == EventType.ENSURE_REFUSED) {
            return "a request of '" + note.owner() + "'";
        }
        if (note.about().endpointId() != null) {
            return "an instance for " + note.about().endpointId();
        }
        return note.about().backend() == null
                ? "a backend"
                : "backend '" + note.about().backend() + "'";
    }

    private static String verb(EventType type) {
        return switch (type) {
            case BACKEND_REGISTERED -> "was registered";
            case BACKEND_REFUSED, ENSURE_REFUSED -> "was refused";
            case BACKEND_AVAILABLE -> "can work here";
            case BACKEND_UNAVAILABLE -> "cannot work here";
            case BACKEND_REMOVED -> "was removed";
            case INSTANCE_PLANNED -> "was planned";
            case INSTANCE_STARTING -> "was started";
            case INSTANCE_READY -> "became ready";
            case INSTANCE_HEALTH_CHANGED -> "changed its health";
            case INSTANCE_DRAINING -> "began to drain";
            case INSTANCE_STOPPING -> "was ended";
            case INSTANCE_STOPPED -> "stopped";
            case INSTANCE_FAILED -> "failed";
            case LEASE_GRANTED -> "was granted";
            case LEASE_RENEWED -> "was renewed";
            case LEASE_RELEASED -> "was released";
            case LEASE_EXPIRED -> "expired";
            case LEASE_RECOVERING -> "lost its instance and waits for another";
            case LEASE_RECOVERED -> "has a ready instance again";
            case LEASE_REVOKED -> "was revoked";
            case LEASE_RESTORED -> "is live again";
            case INSTANCE_RESTORED -> "is wanted again";
            case STATE_LOST -> "was lost";
            case LEFTOVER_ENDED -> "was ended";
            case LEASES_COUNTED -> "had short leases";
            case LEASE_MOVED -> "moved to another instance";
            case SWAP_STARTED -> "is being swapped";
            case SWAP_PHASE -> "goes on with its swap";
            case SWAP_DONE -> "was swapped";
            case SWAP_ROLLED_BACK -> "is as before its swap";
            case ENDPOINT_SWITCHED -> "stands for its endpoint";
        };
    }
}
