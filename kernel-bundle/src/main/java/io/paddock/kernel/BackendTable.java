// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendSnapshot;
import io.paddock.api.BackendState;
import io.paddock.kernel.instance.InstanceTable;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.Time;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.Backend;
import java.time.Duration;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registered backends. Adding one calls nothing of it on the caller's thread. Thread-safe. */
final class BackendTable {
    /** How long removal waits for threads inside the backend, and for an engine inside this JVM. */
    private static final Duration LONGEST_GOODBYE = Duration.ofMillis(4500);

    private static final Logger LOG = LoggerFactory.getLogger(BackendTable.class);

    private final Time time;
    private final Workers workers;
    private final int callsAtOnce;
    private final InstanceTable instances;
    private final BackendNews news;
    private final IdentityHashMap<Backend, Registration> bound = new IdentityHashMap<>(); // guarded by this
    private final ConcurrentNavigableMap<String, Revisions> byId = new ConcurrentSkipListMap<>();
    private final AtomicLong changes = new AtomicLong();
    private long registrations; // guarded by this

    BackendTable(Time time, Workers workers, int callsAtOnce, InstanceTable instances, BackendNews news) {
        this.time = time;
        this.workers = workers;
        this.callsAtOnce = callsAtOnce;
        this.instances = instances;
        this.news = news;
    }

    /** Takes a backend; it counts once a worker has read its manifest. */
    void add(Backend backend) {
        Registration registration;
        synchronized (this) {
            registrations++;
            CallGate gate = new CallGate(workers, callsAtOnce);
            registration = new Registration(registrations, backend, gate, time, news);
            bound.put(backend, registration);
        }
        read(registration);
    }

    private void read(Registration registration) {
        Completion.on(registration.readManifest(), (manifest, failure) -> {
            Optional<String> refusal = failure == null ? take(registration, manifest) : Optional.of(words(failure));
            if (refusal.isPresent()) {
                registration.reject(refusal.get());
                if (!(failure instanceof Cut)) { // else it is being removed, which is no news
                    LOG.warn("a backend is ignored: {}", refusal.get(), failure);
                    news.refused(manifest == null ? null : manifest.backend(), refusal.get());
                }
            }
        });
    }

    private static String words(Throwable failure) {
        return "its manifest could not be read (" + failure.getClass().getSimpleName() + ")";
    }

    private Optional<String> take(Registration registration, BackendManifest read) {
        if (read == null) {
            return Optional.of("its manifest is null");
        }
        Optional<String> broken = ManifestRules.broken(read);
        if (broken.isPresent()) {
            return broken;
        }
        BackendManifest manifest = ManifestRules.plain(read);
        Origin origin;
        synchronized (this) {
            if (!bound.containsValue(registration)) {
                return Optional.of("it was removed before its manifest was read");
            }
            Revisions known = byId.get(manifest.backend());
            Optional<String> refusal =
                    known == null ? Optional.empty() : known.refusal(registration, manifest.version());
            if (refusal.isPresent()) {
                registration.declared(manifest);
                return refusal;
            }
            origin = registration.accept(manifest);
            instances.admit(origin);
            byId.put(manifest.backend(), known == null ? Revisions.of(registration) : known.with(registration));
            changes.incrementAndGet();
            news.registered(manifest);
        }
        LOG.info("backend '{}' {} is registered", manifest.backend(), manifest.version());
        registration.look();
        return Optional.empty();
    }

    /**
     * Removes a backend. Runs inside its unregistration, while its classes are still good, and returns within seconds:
     * afterwards no thread is, or will be, in them, except one that ignores its interrupt.
     */
    void remove(Backend backend) {
        Registration registration;
        synchronized (this) {
            registration = bound.remove(backend);
            if (registration != null && registration.origin() != null) {
                Registration gone = registration;
                byId.computeIfPresent(gone.id(), (id, all) -> all.without(gone).orElse(null));
                changes.incrementAndGet();
                news.removed(registration.id());
            }
        }
        if (registration == null) {
            return;
        }
        CompletableFuture<Void> gone = part(registration);
        if (!Completion.await(gone, LONGEST_GOODBYE)) {
            LOG.warn("a removed backend does not let go of a thread");
        }
        registration.forget();
        takeHeirs(registration);
    }

    private CompletableFuture<Void> part(Registration registration) {
        Origin origin = registration.origin();
        CompletableFuture<Void> drivers =
                origin == null ? CompletableFuture.completedFuture(null) : instances.retire(origin);
        CompletableFuture<Boolean> calls = Completion.within(registration.close(), Registration.BUDGET, time);
        return CompletableFuture.allOf(drivers, calls);
    }

    /** A backend whose id was taken may have it now. */
    private void takeHeirs(Registration gone) {
        List<Registration> waiting;
        synchronized (this) {
            waiting = bound.values().stream()
                    .filter(other -> other.origin() == null)
                    .toList();
        }
        if (gone.origin() != null) {
            waiting.forEach(this::read);
        }
    }

    /** The version of a backend that takes new work. */
    Optional<Registration> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(Revisions::serving);
    }

    /** What the backend with this id planned before, in all its versions, does not hold any more. */
    void forgetPlans(String id) {
        Revisions revisions = byId.get(id);
        if (revisions != null) {
            revisions.newestFirst().forEach(Registration::forgetPlans);
            changes.incrementAndGet();
        }
    }

    /** Grows whenever a backend comes, goes, or plans otherwise. */
    long changes() {
        return changes.get();
    }

    /** Those that take new work, one for each id, sorted by id. */
    List<Registration> serving() {
        return byId.values().stream().map(Revisions::serving).toList();
    }

    /** All versions, sorted by id, the newest first. */
    List<Registration> all() {
        return byId.values().stream()
                .flatMap(revisions -> revisions.newestFirst().stream())
                .toList();
    }

    private synchronized List<Registration> refused() {
        return bound.values().stream().filter(Registration::refused).toList();
    }

    List<BackendManifest> manifests() {
        return serving().stream().map(Registration::manifest).toList();
    }

    /** With those that were refused because their id is taken; sorted by id. */
    List<BackendSnapshot> snapshots() {
        Stream<BackendSnapshot> known = all().stream().map(this::snapshot);
        Stream<BackendSnapshot> refused = refused().stream()
                .map(one -> new BackendSnapshot(one.declared(), BackendState.REFUSED, one.rejection(), 0));
        return Stream.concat(known, refused)
                .sorted(Comparator.comparing(one -> one.manifest().backend()))
                .toList();
    }

    BackendSnapshot snapshot(Registration registration) {
        Standing standing = registration.standing();
        int count = instances.roster().count(registration.origin().registration());
        return new BackendSnapshot(registration.manifest(), standing.state(), standing.detail(), count);
    }

    /** Those that have not yet said what they are and whether they can work. */
    synchronized List<CompletableFuture<Void>> unsettled() {
        return bound.values().stream()
                .map(Registration::settled)
                .filter(settled -> !settled.isDone())
                .toList();
    }

    /** Completes when every backend that is bound by now has said so. */
    CompletableFuture<Void> settled() {
        List<CompletableFuture<Void>> open = unsettled();
        return open.isEmpty() ? CompletableFuture.completedFuture(null) : Completion.allEnded(open);
    }

    /** Lets nobody into any backend any more; completes when all threads have left. */
    CompletableFuture<Void> close() {
        List<Registration> all;
        synchronized (this) {
            all = List.copyOf(bound.values());
            bound.clear();
            byId.clear();
        }
        return Completion.allEnded(all.stream().map(Registration::close).toList())
                .whenComplete((gone, never) -> all.forEach(Registration::forget));
    }
}
