// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelSwapRequest;
import io.paddock.api.Swap;
import io.paddock.api.SwapPlan;
import io.paddock.api.SwapRequest;
import io.paddock.kernel.instance.Standstill;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.revision.RevisionInstaller;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** The swaps under way, one for each backend at most, and those of late. Thread-safe; nothing blocks. */
public final class SwapBook {
    private static final int MOST = 100;

    private record Entry(SwapRun run, Set<String> backends) {
        boolean underWay() {
            return !run.picture().state().isFinal();
        }
    }

    private final Revised revised;
    private final SwapPlanner planner;
    private final Aliased aliased;
    private final AliasPlanner aliasPlanner;
    private final Takeover.Tools tools;
    private final Deque<Entry> runs = new ArrayDeque<>(); // guarded by this, latest last
    private volatile RevisionInstaller installer; // null while there is none

    public SwapBook(
            Revised revised, Aliased aliased, Succession succession, Standstill standstill, Surroundings around) {
        this.revised = revised;
        this.planner = new SwapPlanner(revised, succession, around);
        this.aliased = aliased;
        this.aliasPlanner = new AliasPlanner(aliased, succession, standstill, around.workers());
        this.tools = new Takeover.Tools(succession, standstill, around, new Canary(around.workers()));
    }

    /** What installs revisions, or null when there is none any more. */
    public void installs(RevisionInstaller present) {
        installer = present;
    }

    /** What {@link #start} would do. */
    public CompletableFuture<SwapPlan> plan(SwapRequest request) {
        return planned(request).thenApply(SwapPlanner.Planned::plan);
    }

    private CompletableFuture<SwapPlanner.Planned> planned(SwapRequest request) {
        return underWay(request.backend())
                ? CompletableFuture.failedFuture(busy(request.backend()))
                : tools.standstill().over(request.backend()).thenCompose(over -> planner.plan(request, installer));
    }

    private boolean underWay(String backend) {
        return anyUnderWay(Set.of(backend));
    }

    private synchronized boolean anyUnderWay(Set<String> backends) {
        return runs.stream().anyMatch(one -> one.underWay() && !Collections.disjoint(one.backends(), backends));
    }

    /** Whether that alias is to stand for something else just now. */
    public synchronized boolean changes(String alias) {
        return runs.stream()
                .anyMatch(one -> one.underWay()
                        && alias.equals(one.run().picture().plan().alias()));
    }

    private static InferenceException busy(String backend) {
        return new InferenceException(
                ErrorCode.SWAP_UNDER_WAY,
                "backend '" + backend + "', or the model behind an alias of it, is being swapped already; see"
                        + " paddock:swaps");
    }

    /** Begins a swap. */
    public CompletableFuture<Swap> start(SwapRequest request) {
        return planned(request).thenApply(planned -> begin(request, planned));
    }

    private Swap begin(SwapRequest request, SwapPlanner.Planned planned) {
        Surroundings around = tools.around();
        RevisionExchange exchange =
                new RevisionExchange(planned.old(), planned.change(), revised, tools.succession(), around.workers());
        if (!exchange.claim()) {
            throw busy(request.backend());
        }
        Takeover work = new Takeover(exchange, exchange, planned.plan().strategy(), request.terms(), tools);
        return begin(planned.plan(), work, planned.old().ids()).orElseThrow(() -> {
            exchange.close();
            return busy(request.backend());
        });
    }

    /** What {@link #swap} would do. */
    public CompletableFuture<SwapPlan> plan(ModelSwapRequest request) {
        return planned(request).thenApply(AliasPlanner.Planned::plan);
    }

    private CompletableFuture<AliasPlanner.Planned> planned(ModelSwapRequest request) {
        return aliasPlanner.plan(request).thenApply(planned -> {
            if (underWay(planned.plan().backend())) {
                throw busy(planned.plan().backend());
            }
            return planned;
        });
    }

    /** Begins a swap of the model behind an alias. */
    public CompletableFuture<Swap> swap(ModelSwapRequest request) {
        return planned(request).thenApply(planned -> {
            AliasExchange exchange = new AliasExchange(planned.change(), aliased, tools.succession());
            Takeover work = new Takeover(exchange, exchange, planned.plan().strategy(), request.terms(), tools);
            String backend = planned.plan().backend();
            return begin(planned.plan(), work, Set.of(backend)).orElseThrow(() -> busy(backend));
        });
    }

    /** Empty when one of the backends is another swap's. */
    private Optional<Swap> begin(SwapPlan plan, Takeover work, Set<String> backends) {
        SwapRun run = new SwapRun(newId(), plan, work, tools.around());
        synchronized (this) {
            if (anyUnderWay(backends)) {
                return Optional.empty();
            }
            runs.addLast(new Entry(run, Set.copyOf(backends)));
            if (runs.size() > MOST) {
                runs.removeIf(one -> runs.size() > MOST && !one.underWay());
            }
        }
        run.begin();
        return Optional.of(run.picture());
    }

    private static String newId() {
        return "swap-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /** Completes when that swap is done or undone. */
    public CompletableFuture<Swap> ended(String id) {
        return run(id).map(run -> run.ended().copy())
                .orElseGet(() -> CompletableFuture.failedFuture(new InferenceException(
                        ErrorCode.SWAP_NOT_FOUND, "there is no swap '" + id + "'; list the swaps")));
    }

    public Optional<Swap> find(String id) {
        return run(id).map(SwapRun::picture);
    }

    private synchronized Optional<SwapRun> run(String id) {
        return runs.stream().map(Entry::run).filter(run -> run.id().equals(id)).findFirst();
    }

    /** The latest first. */
    public synchronized List<Swap> list() {
        List<Swap> all =
                new ArrayList<>(runs.stream().map(one -> one.run().picture()).toList());
        Collections.reverse(all);
        return List.copyOf(all);
    }

    /** Completes when none is under way any more. */
    public synchronized CompletableFuture<Void> settled() {
        return Completion.allEnded(runs.stream().map(one -> one.run().ended()).toList());
    }
}
