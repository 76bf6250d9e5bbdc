// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import io.paddock.kernel.instance.Keeping;
import io.paddock.kernel.instance.LeaseTable;
import io.paddock.kernel.instance.Limits;
import io.paddock.kernel.instance.Quota;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.instance.Waiter;
import io.paddock.kernel.journal.Journal;
import io.paddock.kernel.work.StillTime;
import io.paddock.kernel.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whoever was refused may ask again at once. */
class AdmissionTest {
    private final StillTime time = new StillTime();
    private final Workers workers = new Workers(time, Runnable::run);
    private final List<Problem> refusals = new ArrayList<>();
    private final Admission admission = new Admission(
            new Surroundings(
                    time,
                    Runnable::run,
                    Runnable::run,
                    workers,
                    null,
                    new LeaseTable(time),
                    new Keeping(null, time),
                    new Journal(() -> time.now().wall(), () -> 16),
                    () -> new Limits(4, 4, 1, Duration.ofSeconds(1))),
            new Quota());

    /** What the same owner would be told by the time it hears the answer. */
    private CompletableFuture<Problem> toldWhenAnswered(Duration patience, Consumer<Waiter> work) {
        CompletableFuture<EnsureResult> asked = admission.admit(
                new Admission.Claim(new LeaseTerms("anna", Duration.ofMinutes(1)), RequestContext.none(), patience),
                refusals::add,
                work);
        return asked.handle((result, failure) -> admission.refusal("anna"));
    }

    @Test
    void whoever_has_waited_in_vain_may_ask_again_at_once() {
        CompletableFuture<Problem> told = toldWhenAnswered(Duration.ofMillis(5), waiter -> {});
        assertEquals(ErrorCode.AT_CAPACITY, admission.refusal("anna").code(), "while it waits");
        time.ring();
        assertEquals(ErrorCode.WAIT_EXPIRED, refusals.get(0).code());
        assertNull(told.getNow(Problem.of(ErrorCode.INTERNAL, "not answered")));
    }

    @Test
    void whoever_is_refused_later_may_ask_again_at_once() {
        List<Waiter> waiters = new ArrayList<>();
        CompletableFuture<Problem> told = toldWhenAnswered(null, waiters::add);
        waiters.get(0).refuse(Problem.of(ErrorCode.BACKEND_FAILED, "it failed"));
        assertNull(told.getNow(Problem.of(ErrorCode.INTERNAL, "not answered")));
    }
}
