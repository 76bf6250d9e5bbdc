// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.BackendManifest;
import io.paddock.api.BackendState;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.kernel.instance.AliasKeys;
import io.paddock.kernel.instance.Faults;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.work.Call;
import io.paddock.kernel.work.CallGate;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.Overrun;
import io.paddock.kernel.work.Time;
import io.paddock.spi.Availability;
import io.paddock.spi.Backend;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelFacts;
import io.paddock.spi.ModelSource;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backend service for as long as it is registered: the only holder of the backend object, and of what the kernel
 * knows about it. Every call into it is bounded and made on a worker. Thread-safe; nothing blocks.
 */
final class Registration {
    static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

    private final Arrival arrival;
    private final CallGate gate;
    private final Time time;
    private final BackendNews news;
    private final PlanCache plans = new PlanCache();
    private final FactCache facts;
    private final OfferedModels offered;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Backend backend; // null once forgotten
    private volatile Origin origin; // null until its manifest was accepted
    private final String madeBy;
    private volatile BackendManifest declared; // what it says it is, once its manifest was read and is good
    private volatile String rejection; // why it is not used, or null
    private volatile Standing standing = Standing.CHECKING;
    private volatile boolean held;

    Registration(Arrival arrival, Backend backend, CallGate gate, Time time, BackendNews news) {
        this.arrival = arrival;
        this.backend = backend;
        this.gate = gate;
        this.time = time;
        this.facts = new FactCache(time);
        this.madeBy = backend.getClass().getName();
        this.news = news;
        this.offered = new OfferedModels(gate);
    }

    /** Completes when it is known whether it can work, or that it never will. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Reads its manifest; fails with what the backend threw. */
    CompletableFuture<BackendManifest> readManifest() {
        return gate.call(
                        "manifest of backend " + arrival.number(),
                        BUDGET,
                        () -> present().manifest())
                .answer();
    }

    /** Its manifest is good and its id is free. */
    Origin accept(BackendManifest manifest) {
        Origin accepted = new Origin(manifest, arrival.number(), gate);
        declared = manifest;
        origin = accepted;
        rejection = null;
        return accepted;
    }

    void declared(BackendManifest manifest) {
        declared = manifest;
    }

    BackendManifest declared() {
        return declared;
    }

    /** It is not used, unless its id becomes free. */
    void reject(String why) {
        rejection = why;
        settled.complete(null);
    }

    String rejection() {
        return rejection;
    }

    Arrival arrival() {
        return arrival;
    }

    void hold(boolean yes) {
        held = yes;
    }

    /** Whether it takes no new work for now, however new it is. */
    boolean held() {
        return held;
    }

    /** Whether its manifest is good, but its id is taken. */
    boolean refused() {
        return rejection != null && declared != null;
    }

    /** The name of the class behind it: two versions of one backend have it in common. */
    String madeBy() {
        return madeBy;
    }

    private Backend present() {
        Backend here = backend;
        if (here == null) {
            throw new IllegalStateException("the backend is gone");
        }
        return here;
    }

    Origin origin() {
        return origin;
    }

    BackendManifest manifest() {
        return origin.manifest();
    }

    String id() {
        return manifest().backend();
    }

    Standing standing() {
        return standing;
    }

    boolean available() {
        return standing.state() == BackendState.AVAILABLE;
    }

    /** Asks whether it can work now, unless the last such question is still open. */
    void look() {
        look(true);
    }

    /** With {@code again} it asks once more after an answer that came too late: what took long may be done by then. */
    private void look(boolean again) {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        Call<Availability> call =
                gate.call("availability of " + id(), BUDGET, () -> present().availability());
        AtomicBoolean late = new AtomicBoolean();
        Completion.on(call.answer(), (seen, failure) -> {
            late.set(failure instanceof Overrun);
            note(seen, failure);
            settled.complete(null);
        });
        Completion.on(call.ended(), (left, never) -> {
            looking.set(false);
            if (again && late.get()) {
                look(false);
            }
        });
    }

    private void note(Availability seen, Throwable failure) {
        if (failure instanceof Cut) {
            return;
        }
        Standing before = standing;
        Standing now = seen == null ? Standing.unavailable(inWords(failure)) : standing(seen);
        standing = before.state() == BackendState.DRAINING ? before : now;
        if (!before.equals(standing)) {
            news.stands(id(), standing);
            LOG.info(
                    "backend '{}' is {}{}",
                    id(),
                    standing.state().wireName(),
                    standing.detail() == null ? "" : ": " + standing.detail());
        }
    }

    private static Standing standing(Availability seen) {
        return seen.usable() ? Standing.AVAILABLE : Standing.unavailable(seen.detail());
    }

    private String inWords(Throwable failure) {
        if (failure instanceof Overrun) {
            return "it took too long to say whether it is available";
        }
        LOG.warn("backend '{}' cannot say whether it is available", id(), failure);
        return "it failed to say whether it is available";
    }

    /** What it plans for {@code spec}; fails with what the backend threw. */
    CompletableFuture<StartupPlan> plan(InstanceSpec spec) {
        StartupPlan known = plans.find(spec, time.now()).orElse(null);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        long age = plans.age();
        return gate.call("plan of " + id(), BUDGET, () -> {
                    StartupPlan plan = AliasKeys.keyed(spec, present().plan(spec));
                    if (plan == null) {
                        throw new IllegalStateException("the plan is null");
                    }
                    plans.put(spec, plan, time.now(), age);
                    return plan;
                })
                .answer();
    }

    /** Whether it can be asked about models. */
    boolean knowsModels() {
        return backend instanceof ModelFacts;
    }

    /** What it planned before does not hold any more. */
    void forgetPlans() {
        plans.forget();
    }

    /** What it knows about the model of {@code spec}; fails only for a wish that cannot be. */
    CompletableFuture<FactCache.Facts> facts(InstanceSpec spec) {
        if (!(backend instanceof ModelFacts source)) {
            return CompletableFuture.completedFuture(FactCache.Facts.NONE);
        }
        if (standing.state() == BackendState.UNAVAILABLE) {
            return CompletableFuture.completedFuture(FactCache.Facts.unknown(standing.detail()));
        }
        return facts.facts(
                spec,
                () -> gate.call("facts of " + id(), BUDGET, () -> new FactCache.Facts(source.known(spec, BUDGET), null))
                        .answer()
                        .exceptionally(failure -> noFacts(Completion.cause(failure))));
    }

    private FactCache.Facts noFacts(Throwable failure) {
        if (failure instanceof InferenceException known && known.code() == ErrorCode.INVALID_VALUE) {
            throw known;
        }
        return FactCache.Facts.unknown(
                Faults.of(failure, id(), "looking at the model").detail());
    }

    /** The models it serves now; none when it does not know or fails. */
    CompletableFuture<List<ModelListing>> models() {
        if (!(backend instanceof ModelSource source) || standing.state() == BackendState.UNAVAILABLE) {
            return CompletableFuture.completedFuture(List.of());
        }
        return offered.ask(id(), source, BUDGET);
    }

    /** Whether it cannot say now which models it has, and had this one when it last could. */
    boolean hadLately(String model) {
        return (offered.silent() || standing.state() == BackendState.UNAVAILABLE) && offered.had(model);
    }

    /** Names that its models answered to when they were last listed, or null when they never were. */
    Set<String> modelNames() {
        return backend instanceof ModelSource ? offered.names() : Set.of();
    }

    /** No new call gets in, those inside are interrupted; completes when all have left. */
    CompletableFuture<Void> close() {
        standing = Standing.DRAINING;
        plans.close();
        facts.close();
        settled.complete(null);
        return gate.close();
    }

    /** Lets go of the backend's classes. */
    void forget() {
        backend = null;
    }
}
