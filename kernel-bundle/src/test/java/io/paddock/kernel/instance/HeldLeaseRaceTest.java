// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Lease;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A lease whose expiry moves while another thread looks at it. */
class HeldLeaseRaceTest {
    private static final int RENEWALS = 300_000;
    private static final Lease LEASE = new LeaseIssue(Samples.identity())
            .issue(new LeaseTerms("anna", Duration.ofSeconds(1)), RequestContext.none(), at(0));

    @Test
    void its_length_and_its_end_are_always_seen_together() throws Exception {
        HeldLease held = new HeldLease(LEASE, 0);
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> looking = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            return firstMixture(held, over);
        });
        assertTrue(begun.await(30, TimeUnit.SECONDS), "nobody looked");
        for (int i = 2; i < RENEWALS && !looking.isDone(); i++) {
            Lease unused = held.renew(LEASE.leaseRef(), Duration.ofSeconds(i), at(i).wall(), i);
        }
        over.set(true);
        assertEquals("none", looking.get(30, TimeUnit.SECONDS));
    }

    /** What was seen of two renewals at once. */
    private static String firstMixture(HeldLease held, AtomicBoolean over) {
        while (!over.get()) {
            Lease seen = held.lease();
            if (!at((double) seen.ttl().toSeconds()).wall().equals(seen.expiresAt())) {
                return seen.ttl() + " until " + seen.expiresAt();
            }
        }
        return "none";
    }
}
