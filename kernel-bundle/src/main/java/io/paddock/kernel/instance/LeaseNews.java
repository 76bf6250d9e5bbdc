// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.journal.Note;
import java.time.Duration;

/**
 * Tells the journal what happens to the leases of one holder; what led there is the number of an earlier entry. Runs on
 * the holder's mailbox.
 */
final class LeaseNews {
    private static final Because OWNER = Because.of(EventCause.OWNER_ASKED, "its owner asked for it");
    private static final Because UNTAKEN = Because.of(EventCause.NOBODY_TOOK_IT, "whoever wanted it had gone");
    private static final Because EXPIRED = Because.of(EventCause.TTL_RAN_OUT, "it was not renewed in time");
    private static final Because REVOKED = Because.of(EventCause.INSTANCE_ENDED, "its instance goes away");
    private static final Because LOST = Because.of(EventCause.INSTANCE_LOST, "its instance was lost");
    private static final Because ANSWERED = Because.of(EventCause.ANSWERED, "it answers and is well");

    private static final Because SWAPPED =
            Because.of(EventCause.SWAPPED, "another instance stands for its endpoint from now on");

    private final About about;
    private final Journal journal;
    private final LeaseCount shortLeases;
    private boolean untaken;

    LeaseNews(About about, Surroundings around) {
        this.about = about;
        this.journal = around.journal();
        this.shortLeases = new LeaseCount(around.time(), this::counted);
    }

    /** A lease for one request would be an entry for every request: it is counted instead. */
    void granted(Lease lease, long cause) {
        if (lease.ttl() == null) {
            shortLeases.granted();
        } else {
            tell(EventType.LEASE_GRANTED, lease, OWNER.after(cause));
        }
    }

    /** The lease that was granted last was not taken. */
    void untaken() {
        untaken = true;
    }

    /** A lease lives on, in another way. */
    void changed(LeaseChange change, Lease now, long cause) {
        switch (change) {
            case RENEWED -> tell(EventType.LEASE_RENEWED, now, OWNER);
            case MOVED -> tell(EventType.LEASE_MOVED, now, SWAPPED.after(cause));
            case RECOVERING -> tell(EventType.LEASE_RECOVERING, now, LOST.after(cause));
            case RECOVERED -> tell(EventType.LEASE_RECOVERED, now, ANSWERED.after(cause));
        }
    }

    void ended(Lease lease, long cause) {
        Because owner = untaken ? UNTAKEN : OWNER;
        untaken = false;
        if (lease.state() == LeaseState.REVOKED) {
            Because because = lease.cause() == null ? REVOKED : Because.of(lease.cause());
            tell(EventType.LEASE_REVOKED, lease, because.after(cause));
        } else if (lease.ttl() == null) {
            shortLeases.ended();
        } else {
            boolean expired = lease.state() == LeaseState.EXPIRED;
            tell(expired ? EventType.LEASE_EXPIRED : EventType.LEASE_RELEASED, lease, expired ? EXPIRED : owner);
        }
    }

    /** It lives on after a restart of the runtime. */
    void restored(Lease lease, long cause) {
        Because because =
                Because.of(EventCause.RUNTIME_RESTARTED, "it was kept while the runtime was down, and has time left");
        tell(EventType.LEASE_RESTORED, lease, because.after(cause));
    }

    private void tell(EventType type, Lease lease, Because because) {
        journal.add(new Note(type, about, because, lease.leaseRef(), lease.ownerRef(), null));
    }

    /** Tells what was counted, when it is time. */
    void look() {
        shortLeases.look();
    }

    /** Tells now what was counted. */
    void report() {
        shortLeases.report();
    }

    private void counted(long granted, long ended, Duration over) {
        Because because = Because.of(
                EventCause.COUNTED,
                granted + " granted and " + ended + " given back within " + over.toMillis() + " ms");
        journal.add(Note.of(EventType.LEASES_COUNTED, about, because, null));
    }
}
