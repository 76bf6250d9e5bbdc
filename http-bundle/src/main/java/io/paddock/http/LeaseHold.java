// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.CallOutcome;
import io.paddock.api.Endpoints;
import io.paddock.api.Lease;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the lease of one request and gives it back exactly once, also when it is granted after the end. Thread-safe. */
final class LeaseHold {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseHold.class);

    private sealed interface Content {}

    private record Empty() implements Content {}

    private record Holding(Lease lease) implements Content {}

    private record Closed() implements Content {}

    private final Endpoints endpoints;
    private final AtomicReference<Content> content = new AtomicReference<>(new Empty());

    LeaseHold(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** Takes the granted lease. False when this hold was closed before; the lease is given back then. */
    boolean take(Lease lease) {
        Content before = content.getAndUpdate(now -> now instanceof Closed ? now : new Holding(lease));
        if (before instanceof Closed) {
            giveBack(lease);
            return false;
        }
        return true;
    }

    /** The request under the lease moves on. */
    void progressed() {
        if (content.get() instanceof Holding holding) {
            endpoints.progressed(holding.lease().leaseRef());
        }
    }

    /** The request under the lease is over, but for giving the lease back. */
    void reported(CallOutcome outcome) {
        if (content.get() instanceof Holding holding) {
            endpoints.reported(holding.lease().leaseRef(), outcome);
        }
    }

    /** Gives the lease back, now or when it comes. */
    void close() {
        if (content.getAndSet(new Closed()) instanceof Holding holding) {
            giveBack(holding.lease());
        }
    }

    private void giveBack(Lease lease) {
        var unused = endpoints.release(lease.leaseRef(), lease.ownerRef()).exceptionally(failure -> {
            LOG.warn("a lease on {} could not be given back: {}", lease.instanceId(), failure.getMessage());
            return null;
        });
    }
}
