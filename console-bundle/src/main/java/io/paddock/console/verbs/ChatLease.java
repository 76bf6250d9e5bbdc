// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.ConsumerManifest;
import io.paddock.api.EndpointRequest;
import io.paddock.api.Endpoints;
import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import io.paddock.console.Await;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lease behind one answer. It has no TTL, because it ends with the verb. */
final class ChatLease {
    private static final Logger LOG = LoggerFactory.getLogger(ChatLease.class);
    private static final String OWNER = "console-chat";
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration RELEASE_WITHIN = Duration.ofSeconds(2);

    private final Endpoints endpoints;

    ChatLease(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Waits until the model is ready. */
    EnsureResult take(String model) throws InterruptedException {
        EnsureRequest request = new EnsureRequest(
                EndpointRequest.forModel(model),
                ConsumerManifest.anyChat(),
                RequestContext.none(),
                new LeaseTerms(OWNER, null),
                Await.PATIENCE);
        return Await.answer(
                endpoints.ensure(request),
                Await.PATIENCE.plus(MARGIN),
                "Starting " + model,
                late -> endpoints.release(late.lease().leaseRef(), OWNER));
    }

    /** Gives it back, and waits a moment so that the next verb sees it gone. Fails nothing. */
    void giveBack(Lease lease) {
        try {
            Await.answer(endpoints.release(lease.leaseRef(), OWNER), RELEASE_WITHIN, "Releasing the lease");
        } catch (InferenceException e) {
            LOG.warn("the lease of a chat on {} could not be released", lease.instanceId(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the release is under way all the same
        }
    }
}
