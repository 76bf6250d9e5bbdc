// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.Compatibility;
import io.paddock.api.ConsumerManifest;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventType;
import io.paddock.api.InferenceException;
import io.paddock.api.InstanceResult;
import io.paddock.api.LeaseRequest;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.InstanceTable;
import io.paddock.kernel.instance.Keeping;
import io.paddock.kernel.instance.KnownInstances;
import io.paddock.kernel.instance.Waiter;
import io.paddock.kernel.journal.About;
import io.paddock.kernel.journal.Because;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.journal.Note;
import io.paddock.kernel.work.Completion;
import io.paddock.spi.InstanceSpec;
import java.util.concurrent.CompletableFuture;

/** Calls about one instance: have one without a lease, lease this one. Thread-safe; nothing blocks. */
final class InstanceFlow {
    private final KernelCore core;
    private final InstanceTable instances;
    private final KnownInstances known;
    private final Admission admission;
    private final Journal journal;

    InstanceFlow(KernelCore core, Admission admission) {
        this.core = core;
        this.instances = core.instances();
        this.known = core.known();
        this.admission = admission;
        this.journal = core.journal();
    }

    /**
     * A lease that ends with the answer keeps the instance until then, and has its idle time begin anew. That it is
     * wanted is written before the answer.
     */
    CompletableFuture<InstanceResult> start(EnsureRequest wish) {
        EnsureRequest held = new EnsureRequest(
                wish.request(),
                wish.consumer(),
                wish.context(),
                new LeaseTerms(wish.lease().ownerRef(), null, false),
                wish.patience());
        return core.ensure(held).thenCompose(this::letGo);
    }

    private CompletableFuture<InstanceResult> letGo(EnsureResult result) {
        CompletableFuture<Throwable> unkept =
                core.onMessengers(known.keepOnPurpose(result.instanceId())).handle((kept, failure) -> failure);
        return unkept.thenCompose(failure -> core.release(
                        result.lease().leaseRef(), result.lease().ownerRef())
                .thenApply(released -> started(result, failure)));
    }

    /** @param failure why it could not be kept that it is wanted, or null */
    private InstanceResult started(EnsureResult result, Throwable failure) {
        if (failure != null) {
            throw new InferenceException(Keeping.problem(Completion.cause(failure)));
        }
        return instances
                .roster()
                .find(result.instanceId())
                .map(found -> new InstanceResult(found, result.compatibility(), result.reused()))
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.DRAINING, result.instanceId() + " was stopped as soon as it was ready; try again"));
    }

    CompletableFuture<EnsureResult> lease(String id, LeaseRequest request) {
        Admission.Claim claim = new Admission.Claim(request.lease(), request.context(), request.patience());
        return admission.admit(claim, problem -> refused(id, request, problem), waiter -> {
            TextRules.check(request);
            InstanceSpec wish = known.wish(id);
            Completion.on(
                    core.fit(wish, request.consumer()),
                    (fit, failure) -> Admission.step(waiter, () -> {
                        if (failure != null) {
                            throw EnsureFlow.failed(failure, "the kernel", "looking at " + id);
                        }
                        lease(id, request.consumer(), waiter, fit);
                    }));
        });
    }

    private void lease(String id, ConsumerManifest consumer, Waiter waiter, Compatibility fit) {
        EnsureFlow.requireFit(known.wish(id).backend(), fit, consumer);
        known.lease(id, waiter, fit, ConstraintRules.acceptsUnavailable(consumer.constraints()));
    }

    private void refused(String id, LeaseRequest request, Problem problem) {
        String named = id.length() <= Refusals.LONGEST ? id : id.substring(0, Refusals.LONGEST);
        About about = new About(null, named, null, null);
        journal.add(new Note(
                EventType.ENSURE_REFUSED,
                about,
                Because.of(problem),
                null,
                request.lease().ownerRef(),
                null));
    }
}
