// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.work.Workers;
import io.paddock.spi.revision.RevisionChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Another revision of a bundle, for all backends that it brings. Thread-safe; nothing blocks. */
final class RevisionExchange implements SwapMatter, SwapInstall {
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Brought old;
    private final InstallSteps steps;
    private final Revised revised;
    private final Succession succession;
    private final Map<String, CompletableFuture<Revised.Revision>> expected = new ConcurrentHashMap<>();
    private volatile Brought fresh; // null until all have come

    RevisionExchange(Brought old, RevisionChange change, Revised revised, Succession succession, Workers workers) {
        this.old = old;
        this.revised = revised;
        this.succession = succession;
        this.steps = new InstallSteps(change, workers, Bounds.INSTALL);
    }

    /** The next revisions that come of its backends are this swap's; false when one of them is another swap's. */
    boolean claim() {
        for (String id : old.ids()) {
            Optional<CompletableFuture<Revised.Revision>> mine = revised.expect(id);
            if (mine.isEmpty()) {
                close();
                return false;
            }
            expected.put(id, mine.get());
        }
        return true;
    }

    @Override
    public void close() {
        expected.keySet().forEach(revised::expectNoMore);
    }

    @Override
    public CompletableFuture<Void> install() {
        return steps.install();
    }

    @Override
    public CompletableFuture<Void> start() {
        return steps.start().thenCompose(started -> come());
    }

    private CompletableFuture<Void> come() {
        return CompletableFuture.allOf(expected.values().toArray(CompletableFuture<?>[]::new))
                .thenAccept(all -> fresh = Brought.of(
                        expected.values().stream().map(CompletableFuture::join).toList()));
    }

    @Override
    public CompletableFuture<Void> commit() {
        return steps.commit();
    }

    @Override
    public CompletableFuture<Void> undo() {
        return steps.undo();
    }

    @Override
    public List<Incumbent> incumbents() {
        return old.all().stream()
                .flatMap(one -> succession.incumbents(one.origin().registration()).stream())
                .toList();
    }

    @Override
    public CompletableFuture<PlannedWish> next(Incumbent one) {
        return plan(fresh, one);
    }

    @Override
    public CompletableFuture<PlannedWish> before(Incumbent one) {
        return plan(old, one);
    }

    private CompletableFuture<PlannedWish> plan(Brought revision, Incumbent one) {
        Revised.Revision like = revision.like(one);
        return revised.plan(like, one.spec()).thenApply(plan -> new PlannedWish(like.origin(), one.spec(), plan));
    }

    @Override
    public CompletableFuture<Void> serveNext() {
        fresh.all().forEach(revised::serve);
        return DONE;
    }

    @Override
    public CompletableFuture<Void> serveBefore() {
        old.all().forEach(revised::serve);
        return DONE;
    }
}
