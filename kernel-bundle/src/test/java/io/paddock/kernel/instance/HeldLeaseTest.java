// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldLeaseTest {
    private static final LeaseIssue ISSUE = new LeaseIssue(Samples.identity());
    private static final Problem LOST = Problem.of(ErrorCode.PROCESS_EXITED, "gone");

    private static Lease issued(Duration ttl) {
        RequestContext context = new RequestContext("run", "attempt", "boundary", Map.of("trace_id", "t"));
        return ISSUE.issue(new LeaseTerms("anna", ttl, false), context, at(0.123456789));
    }

    private static Lease kept(String ref, Instant expiresAt) {
        return new Lease(
                ref,
                "anna",
                Duration.ofMillis(1),
                true,
                expiresAt,
                Samples.WALL,
                LeaseState.RECOVERING,
                "fake-1",
                "fake",
                "model",
                7,
                RequestContext.none(),
                LOST);
    }

    @Test
    void a_lease_is_read_as_it_was_granted_or_kept() {
        List<Lease> leases = List.of(
                issued(null),
                issued(Duration.ofNanos(86_399_999_999_999L)),
                kept("lease-0123456789abcdeffedcba9876543210", Instant.EPOCH),
                kept("lease-1", Samples.WALL.plusNanos(999_999_999)));
        for (Lease lease : leases) {
            assertEquals(lease, new HeldLease(lease, 0).lease());
        }
    }

    @Test
    void an_expiry_that_no_clock_shows_is_brought_to_one_that_can_be_shown() {
        for (Instant wild : List.of(Instant.MAX, Instant.MIN)) {
            Instant shown = new HeldLease(kept("lease-1", wild), 0).lease().expiresAt();
            assertEquals(wild.isAfter(Samples.WALL), shown.isAfter(Samples.WALL));
            assertDoesNotThrow(shown::toEpochMilli);
        }
    }

    @Test
    void a_strange_ref_stays_when_the_lease_is_in_the_table() {
        HeldLease lease = new HeldLease(kept("lease-1", Samples.WALL), 0);
        lease.enlist(3, null, null);
        assertEquals("lease-1", lease.ref());
        assertEquals(3, lease.number());
    }

    @Test
    void leases_that_stand_alike_share_what_they_have_in_common() {
        HeldLease one = new HeldLease(issued(null), 0);
        HeldLease other = new HeldLease(issued(null), 0);
        HeldLease recovering = new HeldLease(kept("lease-1", Samples.WALL), 0);
        Standing common = one.share(null);
        assertSame(common, other.share(common));
        assertEquals(LeaseState.RECOVERING, recovering.share(common).state());
        assertEquals(LeaseState.RECOVERING, recovering.state());
    }

    @Test
    void one_that_is_spared_is_never_due_and_then_when_it_was() {
        HeldLease lease = new HeldLease(issued(null), 9);
        lease.spare(true);
        assertEquals(DueQueue.NEVER, lease.due());
        lease.spare(false);
        assertEquals(9, lease.due());
    }
}
