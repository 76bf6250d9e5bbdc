// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendState;
import io.paddock.api.EventCause;
import io.paddock.api.EventType;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.journal.Note;
import java.util.function.Consumer;

/** Tells the journal what happens to backends. Thread-safe; calls nobody. */
final class BackendNews {
    private final Journal journal;
    private volatile Consumer<String> available = id -> {};
    private volatile Consumer<Origin> going = origin -> {};

    BackendNews(Journal journal) {
        this.journal = journal;
    }

    /** Calls {@code listener} with the id of each backend that can work, whenever that is known anew. */
    void onAvailable(Consumer<String> listener) {
        available = listener;
    }

    /** Calls {@code listener} with each registration that goes, before its instances retire. */
    void onGoing(Consumer<Origin> listener) {
        going = listener;
    }

    /** That registration goes. */
    void going(Origin origin) {
        going.accept(origin);
    }

    void registered(BackendManifest manifest) {
        Because because = Because.of(EventCause.SERVICE_APPEARED, "a service with this id appeared");
        add(EventType.BACKEND_REGISTERED, manifest.backend(), because, "version " + manifest.version());
    }

    /** @param id the id it claims, or null when that is not known */
    void refused(String id, String why) {
        add(EventType.BACKEND_REFUSED, id, Because.of(EventCause.MANIFEST_REFUSED, why), null);
    }

    void removed(String id) {
        Because because = Because.of(EventCause.SERVICE_GONE, "its service went away");
        add(EventType.BACKEND_REMOVED, id, because, null);
    }

    /** Whether it can work is known anew. */
    void stands(String id, Standing standing) {
        boolean usable = standing.state() == BackendState.AVAILABLE;
        String said = usable ? "it says that it can" : standing.detail();
        add(
                usable ? EventType.BACKEND_AVAILABLE : EventType.BACKEND_UNAVAILABLE,
                id,
                Because.of(EventCause.AVAILABILITY_CHECK, said == null ? "it did not say why" : said),
                null);
        if (usable) {
            available.accept(id);
        }
    }

    private void add(EventType type, String id, Because because, String detail) {
        long before = id == null
                ? 0
                : journal.latestAbout(note -> note.type() == EventType.BACKEND_REGISTERED
                        && id.equals(note.about().backend()));
        boolean follows = type != EventType.BACKEND_REGISTERED && type != EventType.BACKEND_REFUSED;
        journal.add(Note.of(type, About.backend(id), follows ? because.after(before) : because, detail));
    }
}
