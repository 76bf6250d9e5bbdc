// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LeaseBookTest {
    private final LeaseBook book = new LeaseBook();
    private final LeaseIssue issue = new LeaseIssue(Samples.identity());

    private HeldLease grant(String owner, Integer ttlSeconds, double now) {
        Duration ttl = ttlSeconds == null ? null : Duration.ofSeconds(ttlSeconds);
        return book.enter(issue.issue(new LeaseTerms(owner, ttl), RequestContext.none(), at(now)), at(now));
    }

    private static Asked asked(HeldLease lease, String owner, int seconds) {
        return new Asked(lease, lease.ref(), new LeaseTerms(owner, Duration.ofSeconds(seconds)));
    }

    @Test
    void a_lease_expires_at_its_deadline_and_not_before() {
        grant("anna", 10, 0);
        assertTrue(book.expire(at(9.999)).isEmpty());
        assertEquals(LeaseState.EXPIRED, book.expire(at(10)).get(0).state());
        assertTrue(book.isEmpty());
    }

    @Test
    void leases_expire_in_order_of_their_deadlines() {
        grant("late", 30, 0);
        grant("early", 10, 0);
        grant("never", null, 0);
        List<String> owners = book.expire(at(100)).stream().map(Lease::ownerRef).toList();
        assertEquals(List.of("early", "late"), owners);
        assertEquals(1, book.size());
        assertEquals(OptionalLong.empty(), book.nextDeadline());
    }

    @Test
    void renewal_counts_from_now_and_may_shorten() {
        HeldLease lease = grant("anna", 10, 0);
        Lease longer = book.renew(asked(lease, "anna", 60), at(9));
        assertEquals(Samples.WALL.plusSeconds(69), longer.expiresAt());
        assertTrue(book.expire(at(10)).isEmpty());
        book.renew(asked(lease, "anna", 1), at(20));
        assertEquals(1, book.expire(at(21)).size());
    }

    @Test
    void a_lease_that_ran_out_cannot_be_renewed_even_before_its_alarm_rang() {
        HeldLease lease = grant("anna", 10, 0);
        InferenceException refused =
                assertThrows(InferenceException.class, () -> book.renew(asked(lease, "anna", 10), at(10)));
        assertEquals(ErrorCode.LEASE_NOT_FOUND, refused.code());
    }

    @Test
    void only_the_owner_renews_and_releases() {
        HeldLease lease = grant("anna", 10, 0);
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                assertThrows(InferenceException.class, () -> book.renew(asked(lease, "bert", 10), at(1)))
                        .code());
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                assertThrows(InferenceException.class, () -> book.release(lease, "bert"))
                        .code());
        assertEquals(1, book.size());
    }

    @Test
    void releasing_twice_is_no_error_and_an_expiry_after_it_finds_nothing() {
        HeldLease lease = grant("anna", 10, 0);
        assertEquals(
                LeaseState.RELEASED, book.release(lease, "anna").orElseThrow().state());
        assertTrue(book.release(lease, "anna").isEmpty());
        assertTrue(book.expire(at(100)).isEmpty());
    }

    @Test
    void a_lease_of_another_book_cannot_be_renewed() {
        HeldLease unknown = new LeaseBook()
                .enter(issue.issue(new LeaseTerms("anna", Duration.ofSeconds(9)), RequestContext.none(), at(0)), at(0));
        InferenceException refused =
                assertThrows(InferenceException.class, () -> book.renew(asked(unknown, "anna", 10), at(0)));
        assertEquals(ErrorCode.LEASE_NOT_FOUND, refused.code());
    }

    @Test
    void revoking_ends_them_all() {
        grant("anna", 10, 0);
        grant("bert", null, 0);
        assertEquals(2, book.revokeAll(null).size());
        assertTrue(book.isEmpty());
        assertEquals(OptionalLong.empty(), book.nextDeadline());
    }

    @Test
    void refs_are_not_alike() {
        assertNotEquals(grant("anna", 1, 0).ref(), grant("anna", 1, 0).ref());
    }

    @Test
    void what_is_handed_over_keeps_its_deadline_and_expires_in_the_next_book() {
        HeldLease lease = grant("anna", 10, 0);
        grant("bert", null, 0);
        Problem cause = Problem.of(ErrorCode.PROCESS_EXITED, "gone");
        LeaseBook next = new LeaseBook();
        book.handOver().forEach(one -> {
            next.take(one);
            assertEquals(cause, one.recover(cause).cause());
        });
        assertTrue(book.isEmpty());
        assertEquals(OptionalLong.empty(), book.nextDeadline());
        assertTrue(book.expire(at(100)).isEmpty());
        assertTrue(next.holds(lease));
        assertEquals(2, next.activate(Samples.identity()).size());
        assertTrue(next.activate(Samples.identity()).isEmpty(), "what is good is left alone");
        assertEquals(LeaseState.EXPIRED, next.expire(at(10)).get(0).state());
        assertEquals(1, next.size());
    }

    @Test
    void what_is_revoked_says_why() {
        grant("anna", 10, 0);
        Problem cause = Problem.of(ErrorCode.CRASH_LOOP, "too often");
        assertEquals(cause, book.revokeAll(cause).get(0).cause());
    }

    @Test
    void only_what_outlives_a_request_is_given_away_and_it_runs_out_where_it_went() {
        HeldLease lasting = grant("anna", 10, 0);
        HeldLease request = grant("bert", null, 0);
        LeaseBook next = new LeaseBook();
        List<HeldLease> gone = book.giveAwayLasting();
        assertEquals(List.of(lasting), gone);
        gone.forEach(next::take);
        assertEquals(OptionalLong.empty(), book.nextDeadline());
        assertTrue(book.expire(at(10)).isEmpty(), "its place in the queue went with it");
        assertEquals(LeaseState.EXPIRED, next.expire(at(10)).get(0).state());
        assertEquals(
                LeaseState.RELEASED, book.release(request, "bert").orElseThrow().state());
        assertTrue(book.isEmpty());
    }

    @Test
    void a_lease_that_goes_and_comes_back_runs_out_once() {
        HeldLease lease = grant("anna", 10, 0);
        LeaseBook next = new LeaseBook();
        book.giveAwayLasting().forEach(next::take);
        next.renew(asked(lease, "anna", 10), at(5));
        next.giveAwayLasting().forEach(book::take);
        assertTrue(next.expire(at(100)).isEmpty());
        assertTrue(book.expire(at(10)).isEmpty());
        assertEquals(1, book.expire(at(15)).size());
        assertEquals(OptionalLong.empty(), book.nextDeadline());
    }
}
