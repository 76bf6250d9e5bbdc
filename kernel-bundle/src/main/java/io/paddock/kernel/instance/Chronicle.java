// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.api.Lease;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.journal.Note;

/**
 * Tells the journal what happens to one instance and its leases. Looks at what the machine shows, before and after each
 * task; whoever gives a task may say why. Runs on the mailbox, except {@link #planned}, which comes before everything.
 */
final class Chronicle {
    private static final Because ANSWERED = Because.of(EventCause.ANSWERED, "it answers and is well");
    private static final Because ENDED = Because.of(EventCause.ENDED, "nothing of it runs any more");
    private static final Because TURN = Because.of(EventCause.TURN_CAME, "it was its turn to start");

    /** The runtime goes down. */
    static final Because RUNTIME_STOPS = Because.of(EventCause.RUNTIME_STOPPING, "the runtime is shutting down");

    private final About about;
    private final Journal journal;
    private final LeaseNews leases;
    private Because task = ENDED;
    private View shown;
    private long lastMove;
    private long lastHealth;

    Chronicle(InstanceIdentity identity, Surroundings around) {
        this.about = new About(
                identity.backend(), identity.id(), identity.key().endpoint().toString(), identity.generation());
        this.journal = around.journal();
        this.leases = new LeaseNews(about, around);
    }

    // --- its life

    /** It was made for {@code first}; a consequence of the backend's registration, or of the end of the one before. */
    void planned(Waiter first, InstanceIdentity identity) {
        String asker = first.context().runId() == null
                ? first.terms().ownerRef()
                : first.context().runId();
        long before = journal.latestAbout(this::ledHere);
        Because because = Because.of(EventCause.ASKED, "'" + asker + "' asked for " + identity.model());
        lastMove = journal.add(new Note(
                EventType.INSTANCE_PLANNED,
                about,
                because.after(before),
                null,
                first.terms().ownerRef(),
                identity.startupKind().wireName() + ", generation " + identity.generation()));
    }

    /** It was made to take the place of one that was lost. */
    void succeeds(InstanceIdentity identity) {
        long before = journal.latestAbout(this::ledHere);
        lastMove = journal.add(Note.of(
                EventType.INSTANCE_PLANNED,
                about,
                Because.of(EventCause.INSTANCE_LOST, "the one before it was lost while it was needed")
                        .after(before),
                identity.startupKind().wireName() + ", generation " + identity.generation()));
    }

    /** It was made to take the place of another one, if it proves good. */
    void candidate(InstanceIdentity identity) {
        long before = journal.latestAbout(this::ledHere);
        lastMove = journal.add(Note.of(
                EventType.INSTANCE_PLANNED,
                about,
                Because.of(EventCause.SWAPPED, "a swap wants it in the place of the one before")
                        .after(before),
                identity.startupKind().wireName() + ", generation " + identity.generation()));
    }

    /** It was made because one was wanted before the runtime was restarted, which entry {@code before} tells. */
    void restored(InstanceIdentity identity, long before) {
        lastMove = journal.add(Note.of(
                EventType.INSTANCE_PLANNED,
                about,
                Because.of(
                                EventCause.RUNTIME_RESTARTED,
                                "it was wanted before the runtime was restarted, and its backend can work")
                        .after(before),
                identity.startupKind().wireName() + ", generation " + identity.generation()));
    }

    /** The last thing before this instance was made: its backend came, or an instance for the same endpoint ended. */
    private boolean ledHere(Note note) {
        return note.type() == EventType.BACKEND_REGISTERED
                ? about.backend().equals(note.about().backend())
                : about.endpointId().equals(note.about().endpointId());
    }

    /** Why the task under way is done; holds until {@link #taskOver}. */
    void because(EventCause cause, String words) {
        task = Because.of(cause, words);
    }

    void because(Because because) {
        task = because;
    }

    /** Somebody asks for its end. */
    static Because asked(boolean force) {
        return Because.of(
                EventCause.STOP_ASKED, "somebody asked to stop it" + (force ? " without waiting for its leases" : ""));
    }

    /** An alarm rang. */
    void rang(Tick tick) {
        switch (tick) {
            case IDLE -> because(EventCause.IDLE, "nobody has used it for as long as it may be idle");
            case DRAIN -> because(EventCause.DRAIN_DEADLINE, "its leases had their time to finish");
            case LEASES -> because(EventCause.LEASES_ENDED, "its last lease ran out");
            case LAUNCH, PROBE, READINESS, HEALTH -> {}
        }
    }

    void taskOver() {
        task = ENDED;
    }

    void starting() {
        move(EventType.INSTANCE_STARTING, TURN, null);
    }

    /** Its engine is being ended. That a failed one is cleaned up is no news. */
    void stopping() {
        if (shown.state() == InstanceState.DRAINING) {
            move(EventType.INSTANCE_STOPPING, task, null);
        }
    }

    /** What the machine shows now. */
    void seen(View now) {
        View before = shown;
        shown = now;
        InstanceState from = before == null ? InstanceState.STARTING : before.state();
        if (now.state() != from) {
            moved(now);
        }
        boolean first = from != InstanceState.READY;
        HealthStatus healthBefore = first ? HealthStatus.HEALTHY : before.health();
        if (now.state() == InstanceState.READY && now.health() != healthBefore) {
            healthChanged(healthBefore, now);
        }
        leases.look();
    }

    private void moved(View now) {
        switch (now.state()) {
            case STARTING -> starting();
            case READY -> move(EventType.INSTANCE_READY, ANSWERED, null);
            case DRAINING -> move(EventType.INSTANCE_DRAINING, task, null);
            case STOPPED -> move(EventType.INSTANCE_STOPPED, ENDED, null);
            case FAILED -> move(EventType.INSTANCE_FAILED, Because.of(now.lastError()), now.detail());
        }
        if (now.state() != InstanceState.READY) {
            leases.report();
        }
    }

    /** What follows an outage follows from it; one that is over leads to nothing. */
    private void move(EventType type, Because because, String detail) {
        long cause = lastHealth == 0 ? lastMove : lastHealth;
        lastHealth = 0;
        lastMove = journal.add(Note.of(type, about, because.after(cause), detail));
    }

    private void healthChanged(HealthStatus before, View now) {
        String seen = now.detail() == null ? "its health check says so" : now.detail();
        Because because = Because.of(
                EventCause.HEALTH_CHECK,
                before.wireName() + " became " + now.health().wireName() + ", " + seen);
        long cause = lastHealth == 0 ? lastMove : lastHealth;
        long seq = journal.add(Note.of(EventType.INSTANCE_HEALTH_CHANGED, about, because.after(cause), null));
        lastHealth = now.health() == HealthStatus.HEALTHY ? 0 : seq;
    }

    // --- its leases

    void granted(Lease lease) {
        leases.granted(lease, lastMove);
    }

    /** The lease that was granted last was not taken. */
    void untaken() {
        leases.untaken();
    }

    /** A lease lives on, in another way. */
    void changed(LeaseChange change, Lease now) {
        leases.changed(change, now, lastMove);
    }

    void ended(Lease lease) {
        leases.ended(lease, lastMove);
    }
}
