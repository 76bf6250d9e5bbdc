// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Compatibility;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Completion;
import io.paddock.kernel.work.Time;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** One ensure call on its way through instances, until it is answered. Thread-safe. */
public final class Waiter {
    /**
     * What the caller gets it for.
     *
     * @param compatibility why the backend fits
     * @param origin the registration that serves it
     * @param acceptsUnavailable whether it takes an instance that does not answer its health check
     */
    private record Served(Compatibility compatibility, Origin origin, boolean acceptsUnavailable) {}

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final LeaseTerms terms;
    private final RequestContext context;
    private final Duration patience;
    private final Answer<EnsureResult> answer;
    private final Quota.Place place;
    private volatile Served served;
    private volatile Instance at;
    private volatile Runnable again;
    private volatile boolean reused;
    private volatile boolean abandoned;
    private volatile BooleanSupplier appeal = () -> false;

    /**
     * @param terms owner and TTL of the lease
     * @param context whose work it is
     * @param patience how long it waits for readiness; null: as long as that takes
     * @param answer where the answer goes
     * @param place what it takes of its owner's quota
     */
    public Waiter(
            LeaseTerms terms,
            RequestContext context,
            Duration patience,
            Answer<EnsureResult> answer,
            Quota.Place place) {
        this.terms = terms;
        this.context = context;
        this.patience = patience;
        this.answer = answer;
        this.place = place;
    }

    /** It was found who serves it; said before the waiter goes to an instance. */
    public void servedBy(Origin origin, Compatibility compatibility, boolean acceptsUnavailable) {
        served = new Served(compatibility, origin, acceptsUnavailable);
    }

    boolean acceptsUnavailable() {
        return served.acceptsUnavailable();
    }

    LeaseTerms terms() {
        return terms;
    }

    RequestContext context() {
        return context;
    }

    Compatibility compatibility() {
        return served.compatibility();
    }

    Origin origin() {
        return served.origin();
    }

    Quota.Place place() {
        return place;
    }

    boolean reused() {
        return reused;
    }

    /** It has to wait: {@code alarm} is disarmed with the answer, and a cancelled wait leaves nothing behind. */
    public void waitsUnder(Time.Alarm alarm) {
        Completion.on(answer.future(), (result, failure) -> {
            alarm.cancel();
            if (failure instanceof CancellationException) {
                abandon();
            }
        });
    }

    /** Whether somebody still waits for the answer. */
    public boolean open() {
        return answer.open();
    }

    /** It is now in the mailbox of {@code instance}; {@code retry} is what to do should that one be going away. */
    void queuedAt(Instance instance, boolean joined, Runnable retry) {
        again = retry;
        reused = joined;
        at = instance;
    }

    /** It waits for another instance now. */
    void movedTo(Instance instance) {
        at = instance;
    }

    /** Whether its caller gave up, maybe before {@link #queuedAt} said where it waits. */
    boolean abandoned() {
        return abandoned;
    }

    boolean grant(EnsureResult result) {
        boolean taken = answer.grant(result);
        again = null;
        return taken;
    }

    /** Before it is refused, {@code second} may begin anew for it, and answers whether it does. */
    public void appealsTo(BooleanSupplier second) {
        appeal = second;
    }

    /** The registration that serves it, or 0 while none was found. */
    public long registration() {
        return served == null ? 0 : served.origin().registration();
    }

    /** The backend that serves it, once one was found. */
    public String backend() {
        return served.origin().manifest().backend();
    }

    /** Answers with a failure, if it was not answered before and nothing else can be done for it. */
    public void refuse(Problem problem) {
        if (open() && appeal.getAsBoolean()) {
            return;
        }
        answer.refuse(problem);
        again = null;
    }

    /** Whether it waits at all for an instance that is not ready. */
    boolean patient() {
        return patience == null || !patience.isZero();
    }

    /** Answers that the caller has waited long enough; a start that has begun goes on. */
    public void giveUp() {
        if (answer.refuse(expired())) {
            abandon();
        }
    }

    private void abandon() {
        abandoned = true;
        Instance instance = at;
        leave();
        if (instance != null) {
            instance.forget(this);
        }
    }

    /** The answer for whoever has waited long enough. */
    Problem expired() {
        Instance instance = at;
        String pending = instance == null ? null : instance.view().pending();
        return Problem.retryable(
                ErrorCode.WAIT_EXPIRED,
                "the endpoint was not ready within " + patience.toMillis() + " ms"
                        + (pending == null ? "" : " (" + pending + ")") + "; ask again to wait on",
                RETRY_AFTER);
    }

    private void leave() {
        again = null;
        place.giveBack();
    }

    /** The instance it was queued at is gone: tries the next one, if anybody still waits. */
    void tryAgain() {
        Runnable retry = again;
        if (retry != null && open()) {
            retry.run();
        } else {
            leave();
        }
    }
}
