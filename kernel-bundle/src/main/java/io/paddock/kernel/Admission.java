// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.kernel.instance.Quota;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.instance.Waiter;
import io.paddock.kernel.work.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning of every call that wants a lease: a place in its owner's quota, an answer, and a bounded wait. Thread-safe. */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /**
     * Who wants a lease.
     *
     * @param terms owner and TTL
     * @param context whose work it is
     * @param patience how long the caller waits; null: as long as it takes
     */
    record Claim(LeaseTerms terms, RequestContext context, Duration patience) {}

    private final Surroundings around;
    private final Quota quota;

    Admission(Surroundings around, Quota quota) {
        this.around = around;
        this.quota = quota;
    }

    /**
     * Runs {@code work} for a new waiter, on this thread.
     *
     * @param refused hears once of a refusal, before the caller does
     */
    CompletableFuture<EnsureResult> admit(Claim claim, Consumer<Problem> refused, Consumer<Waiter> work) {
        String owner = claim.terms().ownerRef();
        int most = around.limits().get().leasesPerOwner();
        Optional<Quota.Place> place = quota.take(owner, most);
        if (place.isEmpty()) {
            Problem full = full(owner, most);
            refused.accept(full);
            return CompletableFuture.failedFuture(new InferenceException(full));
        }
        Answer<EnsureResult> answer = new Answer<>(around.messengers(), this::giveBack, problem -> {
            place.get().giveBack(); // before the caller hears of it, and may ask again
            refused.accept(problem);
        });
        Waiter waiter = new Waiter(claim.terms(), claim.context(), claim.patience(), answer, place.get());
        answer.attend(() -> {
            step(waiter, () -> work.accept(waiter));
            limitPatience(claim.patience(), waiter);
        });
        return answer.future();
    }

    /** Why {@code owner} would get no lease now, or null. */
    Problem refusal(String owner) {
        int most = around.limits().get().leasesPerOwner();
        return quota.taken(owner) < most ? null : full(owner, most);
    }

    private static Problem full(String owner, int most) {
        return Problem.retryable(
                ErrorCode.AT_CAPACITY, "owner '" + owner + "' has " + most + " leases, the most", RETRY_AFTER);
    }

    /** A lease that came too late for whoever wanted it. */
    private void giveBack(EnsureResult late) {
        around.leases()
                .release(
                        late.lease().leaseRef(),
                        late.lease().ownerRef(),
                        new Answer<>(around.messengers(), nothing -> {}));
    }

    /** No patience at all is the instance's to tell: finding and planning are not waiting. */
    private void limitPatience(Duration patience, Waiter waiter) {
        if (waiter.open()) {
            boolean limited = patience != null && !patience.isZero();
            waiter.waitsUnder(limited ? around.time().after(patience, waiter::giveUp) : () -> {});
        }
    }

    /** A step that fails answers the waiter; a defect of ours is told as one. */
    static void step(Waiter waiter, Runnable step) {
        try {
            step.run();
        } catch (InferenceException e) {
            waiter.refuse(e.problem());
        } catch (RuntimeException | Error e) {
            LOG.error("an ensure call failed", e);
            waiter.refuse(Problem.of(ErrorCode.INTERNAL, "the runtime failed; its log says why"));
        }
    }
}
