// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.Explanation;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.ModelListing;
import io.paddock.kernel.instance.InstanceTable;
import io.paddock.kernel.instance.Keeping;
import io.paddock.kernel.instance.KnownInstances;
import io.paddock.kernel.instance.LeaseTable;
import io.paddock.kernel.instance.Limits;
import io.paddock.kernel.instance.Logs;
import io.paddock.kernel.instance.Quota;
import io.paddock.kernel.instance.Revival;
import io.paddock.kernel.instance.Standstill;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.journal.Feed;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.process.Launcher;
import io.paddock.kernel.process.Surfaces;
import io.paddock.kernel.recovery.Recovery;
import io.paddock.kernel.recovery.Restart;
import io.paddock.kernel.swap.SwapBook;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.NamedThreads;
import io.paddock.kernel.work.SystemTime;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.state.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running kernel, put together from its parts; knows nothing of OSGi. Thread-safe. */
final class KernelCore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelCore.class);
    /** Patience with each engine when the kernel goes; with the kill and the driver it stays under eight seconds. */
    private static final Duration LAST_GRACE = Duration.ofSeconds(3);

    private static final Duration STOP_TAKES = Duration.ofMillis(7200);
    private static final Duration CALLS_TAKE = Duration.ofMillis(500);

    private final SystemTime time = new SystemTime();
    private final Workers workers = new Workers(time);
    private final ExecutorService mailboxes = pool("paddock-mailbox", 2);
    private final ExecutorService messengers = pool("paddock-messenger", 4);
    private final Launcher launcher;
    private final Surfaces surfaces;
    private final LeaseTable leases = new LeaseTable(time);
    private final Journal journal;
    private final Feed feed;
    private final Keeping keeping;
    private final InstanceTable instances;
    private final KnownInstances known;
    private final Logs logs;
    private final BackendTable backends;
    private final BackendWatch watch;
    private final ModelTable models;
    private final EnsureFlow flow;
    private final ExplainFlow explaining;
    private final InstanceFlow instanceFlow;
    private final SwapBook swaps;
    private final AliasTable aliases;
    private final AliasFlow aliasFlow;

    /** A kernel that remembers as much as one without a configuration. */
    KernelCore(int callsPerBackend, Supplier<Limits> limits) {
        this(callsPerBackend, limits, KernelConfig.DEFAULT::journalEvents);
    }

    /** A kernel that keeps nothing over a restart. */
    KernelCore(int callsPerBackend, Supplier<Limits> limits, IntSupplier journalEvents) {
        this(callsPerBackend, limits, journalEvents, null);
    }

    /** A kernel that writes no process down. */
    KernelCore(int callsPerBackend, Supplier<Limits> limits, IntSupplier journalEvents, StateStore store) {
        this(callsPerBackend, limits, journalEvents, store, null);
    }

    /**
     * @param store what keeps leases and wanted instances over a restart, or null
     * @param folder where aliases and child processes are written down, so that those of an earlier run are found; or
     *     null
     */
    KernelCore(int callsPerBackend, Supplier<Limits> limits, IntSupplier journalEvents, StateStore store, Path folder) {
        launcher = new Launcher(time, folder == null ? null : folder.resolve("children"));
        aliases = new AliasTable(new AliasFile(folder == null ? null : folder.resolve("aliases.json")));
        surfaces = new Surfaces(launcher, time);
        journal = new Journal(() -> time.now().wall(), journalEvents);
        feed = new Feed(journal, time, messengers);
        keeping = new Keeping(store, time);
        Surroundings around =
                new Surroundings(time, mailboxes, messengers, workers, surfaces, leases, keeping, journal, limits);
        endLeftovers();
        instances = new InstanceTable(around);
        logs = new Logs(instances.roster(), time, messengers);
        known = new KnownInstances(instances.roster(), keeping);
        BackendNews news = new BackendNews(journal);
        Gaps gaps = new Gaps(time, () -> limits.get().parking());
        backends = new BackendTable(new BackendTable.Calls(time, workers, callsPerBackend), instances, news, gaps);
        aliases.onChange(backends::changed);
        models = new ModelTable(backends, aliases, time);
        BackendFinder finder = new BackendFinder(backends, models, gaps);
        Quota quota = new Quota();
        Admission admission = new Admission(around, quota);
        explaining = new ExplainFlow(backends, models, instances, admission, aliases);
        flow = new EnsureFlow(new EnsureFlow.Ways(backends, finder, aliases), instances, around, admission);
        aliasFlow = new AliasFlow(aliases, backends, finder, models, workers);
        instanceFlow = new InstanceFlow(this, admission);
        swaps = new SwapBook(
                new RevisedBackends(backends),
                aliasFlow,
                new Succession(instances, around),
                new Standstill(instances, around),
                around);
        watch = new BackendWatch(backends, time);
        watch.start();
        recover(store, quota, news, around);
    }

    /** Before anything is launched. */
    private void endLeftovers() {
        Completion.on(launcher.endLeftovers(), (found, failure) -> {
            if (failure != null) {
                LOG.error("what an earlier run left behind was not looked for", failure);
            } else {
                found.forEach(one -> journal.add(LeftoverNews.of(one)));
            }
        });
    }

    private void recover(StateStore store, Quota quota, BackendNews news, Surroundings around) {
        Revival revival = new Revival(instances, around);
        Recovery recovery = new Recovery(revival, new Replanning(backends, aliases), around);
        news.onAvailable(recovery::available);
        Replacement replacement = new Replacement(backends, revival, recovery, around);
        news.onGoing(replacement::going);
        revival.onStray(replacement::strayed);
        if (store != null) {
            recovery.begin(new Restart(store, revival, quota, around).takeUp());
        }
    }

    /** A pool that, once closed, lets its callers do the rest themselves: nobody waits for ever. */
    private static ExecutorService pool(String name, int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamedThreads(name),
                (task, closed) -> task.run());
    }

    Surfaces surfaces() {
        return surfaces;
    }

    BackendTable backends() {
        return backends;
    }

    InstanceTable instances() {
        return instances;
    }

    /** What hangs on the answer runs on a messenger, never on a thread that the kernel needs. */
    CompletableFuture<List<ModelListing>> models() {
        return onMessengers(models.list());
    }

    KnownInstances known() {
        return known;
    }

    Logs logs() {
        return logs;
    }

    /** The same answer; what hangs on it runs on a messenger unless it is there already. */
    <T> CompletableFuture<T> onMessengers(CompletableFuture<T> answer) {
        return answer.isDone() ? answer : answer.thenApplyAsync(Function.identity(), messengers);
    }

    Journal journal() {
        return journal;
    }

    Feed feed() {
        return feed;
    }

    LeaseTable leases() {
        return leases;
    }

    CompletableFuture<EnsureResult> ensure(EnsureRequest request) {
        return flow.ensure(request);
    }

    /** What hangs on the answer runs on a messenger, as with {@link #models}. */
    CompletableFuture<Explanation> explain(EnsureRequest request) {
        return onMessengers(explaining.explain(request));
    }

    InstanceFlow instanceFlow() {
        return instanceFlow;
    }

    AliasTable aliases() {
        return aliases;
    }

    AliasFlow aliasFlow() {
        return aliasFlow;
    }

    SwapBook swaps() {
        return swaps;
    }

    /** From manifests alone. */
    Compatibility compatibility(String backend, ConsumerManifest consumer) {
        return backends.find(backend)
                .map(found -> CompatibilityRules.check(found.manifest(), consumer, backends.manifests()))
                .orElseGet(() -> CompatibilityRules.unregistered(backend, consumer, backends.manifests()));
    }

    /** From manifests, and where they leave it open from what is known about the model. */
    CompletableFuture<Compatibility> compatibility(String backend, String model, ConsumerManifest consumer) {
        return onMessengers(fit(new InstanceSpec(backend, model, null, null, Map.of()), consumer));
    }

    /** The same for any wish; what hangs on the answer runs where it comes from. */
    CompletableFuture<Compatibility> fit(InstanceSpec wish, ConsumerManifest consumer) {
        return backends.find(wish.backend())
                .map(found -> Fitting.fit(found, consumer, backends.manifests(), () -> wish))
                .orElseGet(() -> CompletableFuture.completedFuture(compatibility(wish.backend(), consumer)));
    }

    CompletableFuture<Lease> renew(String ref, LeaseTerms terms) {
        Answer<Lease> answer = new Answer<>(messengers, late -> {});
        answer.attend(() -> leases.renew(ref, terms, answer));
        return answer.future();
    }

    CompletableFuture<Void> release(String ref, String owner) {
        Answer<Void> answer = new Answer<>(messengers, late -> {});
        answer.attend(() -> leases.release(ref, owner, answer));
        return answer.future();
    }

    /** The runtime is going down: what ends from now on is kept, unless its owners give it back. */
    void runtimeStops() {
        keeping.runtimeStops();
    }

    /** Stops what the kernel owns and leaves the rest alone, within eight seconds. */
    @Override
    public void close() {
        runtimeStops();
        watch.close();
        boolean stopped = Completion.await(instances.close(LAST_GRACE), STOP_TAKES);
        boolean left = Completion.await(backends.close(), CALLS_TAKE);
        if (!stopped || !left) {
            LOG.warn("not everything ended in time; it is left behind");
        }
        feed.close();
        surfaces.close();
        launcher.close();
        workers.close();
        mailboxes.shutdown();
        messengers.shutdown();
        time.close();
    }
}
