// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.Compatibility;
import io.paddock.api.CompatibilityReason;
import io.paddock.api.EnsureResult;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import io.paddock.api.RuntimeKind;
import io.paddock.kernel.instance.Origin;
import io.paddock.kernel.instance.Quota;
import io.paddock.kernel.instance.Surroundings;
import io.paddock.kernel.instance.Waiter;
import io.paddock.kernel.work.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A swap as a leaseholder: its lease says that an instance is ready, where it is, and keeps it from being idle. Given back
 * at the end of the swap. Thread-safe.
 */
final class Guest {
    static final String OWNER = "paddock-swap";

    private static final Compatibility ANYTHING = new Compatibility(
            true,
            CompatibilityReason.PROTOCOL_MATCH,
            RuntimeKind.SERVICE,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            "manifest",
            Map.of());

    private final Surroundings around;
    private final Quota quota = new Quota();

    Guest(Surroundings around) {
        this.around = around;
    }

    /** Asks for a lease, through whoever {@code asking} gives the waiter to. */
    CompletableFuture<EnsureResult> lease(Origin origin, Consumer<Waiter> asking) {
        Answer<EnsureResult> answer = new Answer<>(around.messengers(), this::giveBack);
        Waiter waiter = new Waiter(
                new LeaseTerms(OWNER, null, false),
                RequestContext.none(),
                null,
                answer,
                quota.take(OWNER, Integer.MAX_VALUE).orElseThrow());
        waiter.servedBy(origin, ANYTHING, true);
        answer.attend(() -> asking.accept(waiter));
        return answer.future();
    }

    void giveBack(EnsureResult held) {
        around.leases().release(held.lease().leaseRef(), OWNER, new Answer<>(around.messengers(), nothing -> {}));
    }
}
