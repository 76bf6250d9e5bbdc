// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.kernel.instance.InstanceKey;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.instance.Succession.Pair;
import io.paddock.kernel.work.Completion;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The instances that shall take over, and those they shall take over from; all are held while this is open. Thread-safe. */
final class Candidates {
    /**
     * One that shall take over.
     *
     * @param old whose place it is to take
     * @param key what it is
     * @param lease by which it is held; says where it answers
     */
    record Candidate(Incumbent old, InstanceKey key, EnsureResult lease) {
        Pair pair() {
            return new Pair(old.key(), key);
        }
    }

    private final SwapMatter matter;
    private final Succession succession;
    private final Guest guest;
    private final List<Candidate> all = new CopyOnWriteArrayList<>();
    private final List<Pair> begun = new CopyOnWriteArrayList<>();
    private final Set<InstanceKey> heldOld = ConcurrentHashMap.newKeySet();
    private final List<EnsureResult> held = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<EnsureResult>> pending = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    Candidates(SwapMatter matter, Succession succession, Guest guest) {
        this.matter = matter;
        this.succession = succession;
        this.guest = guest;
    }

    /** Brings up a candidate for each; completes when all of them are ready. */
    CompletableFuture<Void> bring(List<Incumbent> incumbents) {
        return CompletableFuture.allOf(incumbents.stream().map(this::bring).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> bring(Incumbent old) {
        return matter.next(old).thenCompose(next -> {
            if (over) {
                return CompletableFuture.failedFuture(new IllegalStateException("the swap is over"));
            }
            InstanceKey key = next.key();
            begun.add(new Pair(old.key(), key));
            CompletableFuture<EnsureResult> coming = guest.lease(
                    next.origin(), waiter -> succession.bring(next.plan(), next.spec(), old.generation(), waiter));
            pending.add(coming);
            if (over) {
                coming.cancel(true);
            }
            return coming.exceptionally(this::without).thenAccept(lease -> {
                held.add(lease);
                all.add(new Candidate(old, key, lease));
            });
        });
    }

    /** It was waited for until the end, or it failed. */
    private EnsureResult without(Throwable failure) {
        throw over
                ? new InferenceException(ErrorCode.DRAINING, "the swap is over")
                : new CompletionException(Completion.cause(failure));
    }

    /** The old ones that are ready by now stay so as long as this is open; one that is gone is left alone. */
    CompletableFuture<Void> holdOld(List<Incumbent> incumbents) {
        List<CompletableFuture<Void>> holds = incumbents.stream()
                .filter(Incumbent::ready)
                .filter(old -> heldOld.add(old.key()))
                .map(old -> guest.lease(old.origin(), waiter -> succession.hold(old.key(), waiter))
                        .thenAccept(held::add))
                .toList();
        return Completion.allEnded(holds);
    }

    List<Candidate> all() {
        return List.copyOf(all);
    }

    /** Everything that was begun, ready or not. */
    List<Pair> begun() {
        return List.copyOf(begun);
    }

    List<Pair> pairs() {
        return all.stream().map(Candidate::pair).toList();
    }

    boolean covers(Incumbent old) {
        return all.stream().anyMatch(one -> one.old().key().equals(old.key()));
    }

    List<String> ids() {
        return begun.stream()
                .map(Pair::to)
                .map(succession::id)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Brings nothing more: one that goes is not waited for, and so does not come again. */
    void end() {
        over = true;
        pending.forEach(one -> one.cancel(true));
    }

    /** Holds nothing any more. */
    void letGo() {
        List<EnsureResult> mine = List.copyOf(held);
        held.removeAll(mine);
        mine.forEach(guest::giveBack);
    }
}
