// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.console.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes leases and gives them back, so that none is left behind by a verb that was stopped. */
final class Leasing {
    private static final Logger LOG = LoggerFactory.getLogger(Leasing.class);
    // The kernel's own "not ready in time" says more than ours, so it gets a moment to arrive.
    static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration RELEASE_WITHIN = Duration.ofSeconds(2);

    private final Endpoints endpoints;

    Leasing(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Waits as long as the request says until the model is ready. */
    EnsureResult take(EnsureRequest request) throws InterruptedException {
        return take(endpoints.ensure(request), request.patience());
    }

    /** Waits for a lease that was asked for with that patience. */
    EnsureResult take(CompletableFuture<EnsureResult> asked, Duration patience) throws InterruptedException {
        return Await.answer(
                asked,
                patience.plus(MARGIN),
                "Starting the model",
                late -> endpoints.release(late.lease().leaseRef(), late.lease().ownerRef()));
    }

    /** Gives a lease back, and waits a moment so that the next verb sees it gone. Fails nothing. */
    void giveBack(Lease lease) {
        try {
            Await.answer(endpoints.release(lease.leaseRef(), lease.ownerRef()), RELEASE_WITHIN, "Releasing the lease");
        } catch (InferenceException e) {
            LOG.warn("the lease of a verb on {} could not be released", lease.instanceId(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the release is under way all the same
        }
    }
}
