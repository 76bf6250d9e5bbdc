// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.ErrorCode;
import io.paddock.api.EventCause;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.SwapPhase;
import io.paddock.api.SwapStrategy;
import io.paddock.api.SwapTerms;
import io.paddock.kernel.instance.Followers;
import io.paddock.kernel.instance.InstanceKey;
import io.paddock.kernel.instance.LeaseTable;
import io.paddock.kernel.instance.Score;
import io.paddock.kernel.instance.Standstill;
import io.paddock.kernel.instance.Succession;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.instance.Succession.Pair;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Moment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the phases do when candidates take over from what serves. Thread-safe; nothing blocks. */
final class Takeover implements SwapWork {
    /**
     * What it works with.
     *
     * @param succession the way to instances
     * @param standstill the way to endpoints without one
     * @param around what instances live in
     * @param canary the first request
     */
    record Tools(Succession succession, Standstill standstill, Surroundings around, Canary canary) {}

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int MOST_ROUNDS = 3;
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final SwapMatter matter;
    private final SwapInstall install;
    private final SwapTerms terms;
    private final Bounds bounds;
    private final Tools tools;
    private final Succession succession;
    private final Candidates candidates;
    private final Repeating looks;
    private volatile Followers followers;
    private volatile boolean switched;
    private final boolean gapFirst;
    private final GapFirst gap;

    /** @param strategy how it goes about it */
    Takeover(SwapMatter matter, SwapInstall install, SwapStrategy strategy, SwapTerms terms, Tools tools) {
        this.matter = matter;
        this.install = install;
        this.terms = terms;
        this.bounds = new Bounds(terms, tools.around().limits());
        this.tools = tools;
        this.succession = tools.succession();
        this.candidates = new Candidates(matter, succession, new Guest(tools.around()));
        this.gapFirst = strategy != SwapStrategy.SIDE_BY_SIDE;
        this.gap = new GapFirst(matter, tools);
        this.looks = new Repeating(tools.around().time(), tools.around().mailboxes(), LOOK_EVERY);
    }

    @Override
    public CompletableFuture<Void> perform(SwapPhase phase) {
        return switch (phase) {
            case RESOLVE -> install.install();
            case START -> install.start();
            case LOAD -> load(gapFirst ? gap.stopped() : uncovered());
            case READY -> ready();
            case CANARY -> canary(candidates.all());
            case SWITCH -> switchOver(0);
            case PROBATION -> probation();
            case DRAIN -> gapFirst ? gap.begin(uncovered(), bounds.drain()) : drain();
            case STOP -> gapFirst ? drain().thenCompose(drained -> stop()) : stop();
        };
    }

    private CompletableFuture<Void> load(List<Incumbent> incumbents) {
        return candidates.holdOld(incumbents).thenCompose(held -> candidates.bring(incumbents));
    }

    /** What takes work, or will, and has no candidate. */
    private List<Incumbent> uncovered() {
        return matter.incumbents().stream()
                .filter(one -> !candidates.covers(one))
                .toList();
    }

    private CompletableFuture<Void> ready() {
        return candidates.all().stream()
                .filter(one -> !succession.well(one.key()))
                .findFirst()
                .<CompletableFuture<Void>>map(one -> failed(gone(one.key())))
                .orElse(DONE);
    }

    private CompletableFuture<Void> canary(List<Candidates.Candidate> asked) {
        return CompletableFuture.allOf(asked.stream()
                .map(one -> tools.canary().ask(one.lease().endpoint(), terms))
                .toArray(CompletableFuture<?>[]::new));
    }

    /** What began to take work meanwhile gets a candidate too, a few times over. */
    private CompletableFuture<Void> switchOver(int round) {
        List<Incumbent> left = uncovered();
        if (!left.isEmpty() && round < MOST_ROUNDS) {
            int before = candidates.all().size();
            return load(left)
                    .thenCompose(loaded -> canary(
                            candidates.all().subList(before, candidates.all().size())))
                    .thenCompose(well -> switchOver(round + 1));
        }
        return candidates.holdOld(matter.incumbents()).thenCompose(held -> switchOver());
    }

    private CompletableFuture<Void> switchOver() {
        CompletableFuture<Void> moved =
                succession.switchOver(candidates.pairs(), EventCause.SWAPPED, "the candidate proved good");
        if (moved.isCompletedExceptionally()) {
            return moved;
        }
        switched = true;
        CompletableFuture<Void> serving = matter.serveNext();
        return moved.thenCompose(all -> serving).thenAccept(all -> {
            followers = followers();
            gap.end();
        });
    }

    private Followers followers() {
        List<String> ids = candidates.ids();
        LeaseTable leases = tools.around().leases();
        return new Followers(
                leases,
                leases.list().stream()
                        .filter(lease -> ids.contains(lease.instanceId()))
                        .toList());
    }

    private CompletableFuture<Void> probation() {
        Probation rule = new Probation(terms.slowest());
        Moment begun = now();
        return looks.until(() -> {
            boolean last = now().since(begun).compareTo(bounds.probation()) >= 0;
            candidates.all().forEach(one -> judge(rule, one, last));
            return last;
        });
    }

    private void judge(Probation rule, Candidates.Candidate one, boolean last) {
        if (!succession.serves(one.key())) {
            throw new InferenceException(gone(one.key()));
        }
        Score before = succession.score(one.old().key());
        rule.verdict(one.lease().instanceId(), before, succession.score(one.key()), last)
                .ifPresent(problem -> {
                    throw new InferenceException(problem);
                });
    }

    private Problem gone(InstanceKey key) {
        return Problem.of(
                ErrorCode.INSTANCE_UNAVAILABLE,
                succession.id(key).orElse("the candidate for " + key.endpoint()) + " is not ready and well any more");
    }

    /** The old ones take nothing new; they end when their requests are over and everybody knows where to go. */
    private CompletableFuture<Void> drain() {
        succession.settled(candidates.pairs());
        List<InstanceKey> going = goingKeys();
        Moment begun = now();
        going.forEach(key -> {
            CompletableFuture<Void> unused = succession.stop(key, bounds.drain().plus(Bounds.MARGIN));
        });
        candidates.letGo(); // what is left on the old ones is other people's
        return looks.until(() -> {
            boolean late = now().since(begun).compareTo(bounds.drain()) >= 0;
            boolean quiet = going.stream().allMatch(key -> succession.leases(key) == 0);
            return late || (quiet && followers.allKnow());
        });
    }

    private List<InstanceKey> goingKeys() {
        return candidates.pairs().stream().map(Pair::from).toList();
    }

    private CompletableFuture<Void> stop() {
        List<CompletableFuture<Void>> ends = goingKeys().stream()
                .map(key -> succession.stop(key, Duration.ZERO))
                .toList();
        return Completion.allEnded(ends).thenCompose(gone -> install.commit());
    }

    @Override
    public CompletableFuture<Void> undo(SwapPhase reached) {
        looks.stop();
        candidates.end();
        if (gapFirst) {
            gap.beginAgain(candidates.begun());
        }
        CompletableFuture<Void> serving = switched ? matter.serveBefore() : DONE;
        List<CompletableFuture<Void>> given =
                switched ? candidates.all().stream().map(this::giveBack).toList() : List.of();
        candidates.letGo();
        Duration patience = switched ? bounds.drain() : Duration.ZERO;
        List<CompletableFuture<Void>> ends = candidates.begun().stream()
                .map(pair -> succession.stop(pair.to(), patience))
                .toList();
        return Completion.within(
                        Completion.allEnded(ends),
                        patience.plus(Bounds.MARGIN),
                        tools.around().time())
                .thenCompose(gone -> serving)
                .thenCompose(gone -> Completion.allEnded(given))
                .thenCompose(gone -> gapFirst ? gap.restore(candidates.begun()) : DONE)
                .thenCompose(restored -> install.undo());
    }

    /** The old one stands for its endpoint again; one that is not there for that any more is brought up. */
    private CompletableFuture<Void> giveBack(Candidates.Candidate one) {
        Pair back = one.pair().back();
        CompletableFuture<Void> given =
                succession.switchOver(List.of(back), EventCause.ROLLED_BACK, "the candidate did not prove good");
        succession.settled(List.of(back));
        boolean lost = given.isCompletedExceptionally() && !gapFirst;
        return lost ? gap.rescue(one.old(), one.key()) : DONE;
    }

    @Override
    public void close() {
        looks.stop();
        candidates.letGo();
        install.close();
    }

    @Override
    public Duration limit(SwapPhase phase) {
        return bounds.of(phase);
    }

    private static CompletableFuture<Void> failed(Problem problem) {
        return CompletableFuture.failedFuture(new InferenceException(problem));
    }

    private Moment now() {
        return tools.around().time().now();
    }

    @Override
    public List<String> candidates() {
        return candidates.ids();
    }
}
