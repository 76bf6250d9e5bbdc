// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.kernel.instance.InstanceTable;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.Time;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.Backend;
import java.time.Duration;
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
    private final ConcurrentNavigableMap<String, Revisions> byId = new ConcurrentSkipListMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final Gaps gaps;
    private final Expected expected;
    private long registrations; // guarded by this

    /**
     * What backends are called with.
     *
     * @param time clock
     * @param workers threads
     * @param atOnce most calls into one backend at once
     */
    record Calls(Time time, Workers workers, int atOnce) {}

    BackendTable(Calls calls, InstanceTable instances, BackendNews news, Gaps gaps) {
        this.time = calls.time();
        this.workers = calls.workers();
        this.callsAtOnce = calls.atOnce();
        this.gaps = gaps;
        this.expected = new Expected(workers);
        this.instances = instances;
        this.news = news;
    }

    /** Takes a backend; it counts once a worker has read its manifest. */
    void add(Backend backend) {
        add(backend, 0);
    }

    /** @param bundle the bundle that brings it, or 0 when that is not known */
    void add(Backend backend, long bundle) {
        Registration registration;
        synchronized (this) {
            registrations++;
            CallGate gate = new CallGate(workers, callsAtOnce);
            registration = new Registration(new Arrival(registrations, bundle), backend, gate, time, news);
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
        Runnable back;
        synchronized (this) {
            if (!bound.containsValue(registration)) {
                return Optional.of("it was removed before its manifest was read");
            }
            Revisions known = byId.get(manifest.backend());
            Optional<String> refusal =
                    known == null ? Optional.empty() : known.refusal(registration, manifest.version());
            if (refusal.isPresent()) {
                registration.declared(manifest);
                expected.refused(manifest.backend(), refusal.get());
                return refusal;
            }
            registration.hold(expected.awaits(manifest.backend()));
            origin = registration.accept(manifest);
            instances.admit(origin);
            byId.put(manifest.backend(), known == null ? Revisions.of(registration) : known.with(registration));
            changes.incrementAndGet();
            back = gaps.came(manifest.backend());
            news.registered(manifest);
        }
        LOG.info("backend '{}' {} is registered", manifest.backend(), manifest.version());
        back.run();
        registration.look();
        if (registration.held()) {
            expected.came(registration);
        }
        return Optional.empty();
    }

    /** Those that are waited for. */
    Expected expected() {
        return expected;
    }

    /** No version of that backend is expected any more; what lost is held back for as long as it is there. */
    synchronized void expectNoMore(String id) {
        expected.forget(id);
        byId.computeIfPresent(id, (backend, all) -> all.decided());
        changes.incrementAndGet();
    }

    /** From now on that version takes the new work. */
    synchronized void serve(Registration chosen) {
        chosen.hold(false);
        byId.computeIfPresent(chosen.id(), (id, all) -> all.choosing(chosen));
        changes.incrementAndGet();
    }

    /** Whether that backend is there, maybe in another version, or went a moment ago. */
    boolean mayBeBack(String id) {
        return byId.containsKey(id) || gaps.open(id);
    }

    /** Whether that registration is there. */
    boolean present(long registration) {
        return of(registration).isPresent();
    }

    /** That registration, while it is there. */
    synchronized Optional<Registration> of(long registration) {
        return bound.values().stream()
                .filter(one -> one.origin() != null && one.origin().registration() == registration)
                .findFirst();
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
                if (byId.get(gone.id()).newestFirst().size() == 1) { // before nobody finds it any more
                    gaps.went(gone.id(), gone.modelNames());
                }
                byId.computeIfPresent(
                        gone.id(),
                        (id, all) -> all.without(gone)
                                .map(left -> expected.awaits(id) ? left : left.settled())
                                .orElse(null));
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
        CompletableFuture<Void> drivers = origin == null
                ? CompletableFuture.completedFuture(null)
                : instances.retire(origin, () -> news.going(origin));
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

    /** What was known of the way that requests go does not hold any more. */
    void changed() {
        changes.incrementAndGet();
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

    /** Those that are not used because their id is taken. */
    synchronized List<Registration> refused() {
        return bound.values().stream().filter(Registration::refused).toList();
    }

    List<BackendManifest> manifests() {
        return serving().stream().map(Registration::manifest).toList();
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
