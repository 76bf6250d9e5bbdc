// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/** The swaps under way, one for each backend at most, and those of late. Thread-safe; nothing blocks. */
public final class SwapBook {
    private static final int MOST = 100;

    private final SwapPlanner planner;
    private final RevisionSwap.Tools tools;
    private final Deque<SwapRun> runs = new ArrayDeque<>(); // guarded by this, latest last
    private volatile RevisionInstaller installer; // null while there is none

    public SwapBook(Revised revised, Succession succession, Standstill standstill, Surroundings around) {
        this.planner = new SwapPlanner(revised, succession, around);
        this.tools = new RevisionSwap.Tools(revised, succession, standstill, around, new Canary(around.workers()));
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
                : planner.plan(request, installer);
    }

    private synchronized boolean underWay(String backend) {
        return runs.stream()
                .anyMatch(run -> run.picture().plan().backend().equals(backend)
                        && !run.picture().state().isFinal());
    }

    private static InferenceException busy(String backend) {
        return new InferenceException(
                ErrorCode.SWAP_UNDER_WAY, "backend '" + backend + "' is being swapped already; see paddock:swaps");
    }

    /** Begins a swap. */
    public CompletableFuture<Swap> start(SwapRequest request) {
        return planned(request).thenApply(planned -> begin(request, planned));
    }

    private Swap begin(SwapRequest request, SwapPlanner.Planned planned) {
        RevisionSwap work =
                new RevisionSwap(planned.old(), planned.change(), planned.plan().strategy(), request.terms(), tools);
        if (!work.claim()) {
            throw busy(request.backend());
        }
        SwapRun run = new SwapRun(newId(), planned.plan(), work, tools.around());
        synchronized (this) {
            runs.addLast(run);
            if (runs.size() > MOST) {
                runs.removeIf(one -> runs.size() > MOST && one.picture().state().isFinal());
            }
        }
        run.begin();
        return run.picture();
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
        return runs.stream().filter(run -> run.id().equals(id)).findFirst();
    }

    /** The latest first. */
    public synchronized List<Swap> list() {
        List<Swap> all = new ArrayList<>(runs.stream().map(SwapRun::picture).toList());
        Collections.reverse(all);
        return List.copyOf(all);
    }

    /** Completes when none is under way any more. */
    public synchronized CompletableFuture<Void> settled() {
        return Completion.allEnded(runs.stream().map(SwapRun::ended).toList());
    }
}
