// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendSnapshot;
import io.paddock.kernel.instance.InstanceTable;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.Time;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.Backend;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
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
    private final ConcurrentNavigableMap<String, Registration> byId = new ConcurrentSkipListMap<>();
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
                registration.reject();
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
            if (byId.containsKey(manifest.backend())) {
                return Optional.of("the id '" + manifest.backend() + "' is taken");
            }
            origin = registration.accept(manifest);
            instances.admit(origin);
            byId.put(manifest.backend(), registration);
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
                byId.remove(registration.id(), registration);
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

    Optional<Registration> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Grows whenever a backend comes or goes. */
    long changes() {
        return changes.get();
    }

    /** Sorted by id. */
    Collection<Registration> all() {
        return byId.values();
    }

    List<BackendManifest> manifests() {
        return all().stream().map(Registration::manifest).toList();
    }

    List<BackendSnapshot> snapshots() {
        return all().stream().map(this::snapshot).toList();
    }

    BackendSnapshot snapshot(Registration registration) {
        Standing standing = registration.standing();
        int count = instances.count(registration.origin().registration());
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
