// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.kernel.instance.AliasKeys;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something else behind an alias; nothing is installed. Thread-safe; nothing blocks. */
final class AliasExchange implements SwapMatter, SwapInstall {
    private static final Logger LOG = LoggerFactory.getLogger(AliasExchange.class);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Aliased.Change change;
    private final Aliased aliased;
    private final Succession succession;

    AliasExchange(Aliased.Change change, Aliased aliased, Succession succession) {
        this.change = change;
        this.aliased = aliased;
        this.succession = succession;
    }

    @Override
    public List<Incumbent> incumbents() {
        return incumbents(change, succession);
    }

    /** What serves the alias, unless that is what it shall stand for already. */
    static List<Incumbent> incumbents(Aliased.Change change, Succession succession) {
        String next = AliasKeys.variant(change.next().spec());
        return succession
                .incumbent(change.endpoint())
                .filter(one -> !one.key().variant().equals(next))
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public CompletableFuture<PlannedWish> next(Incumbent old) {
        return aliased.plan(change.next().spec());
    }

    @Override
    public CompletableFuture<PlannedWish> before(Incumbent old) {
        return aliased.plan(old.spec());
    }

    @Override
    public CompletableFuture<Void> serveNext() {
        return aliased.stand(change.next().alias());
    }

    @Override
    public CompletableFuture<Void> serveBefore() {
        return aliased.stand(change.before().alias()).exceptionally(failure -> {
            LOG.error("alias '{}' is not what it was", change.before().alias().name(), failure);
            return null;
        });
    }

    /** What is wished can be planned. */
    @Override
    public CompletableFuture<Void> install() {
        return aliased.plan(change.next().spec()).thenAccept(planned -> {});
    }

    @Override
    public CompletableFuture<Void> start() {
        return DONE;
    }

    @Override
    public CompletableFuture<Void> commit() {
        return DONE;
    }

    @Override
    public CompletableFuture<Void> undo() {
        return DONE;
    }

    @Override
    public void close() {}
}
