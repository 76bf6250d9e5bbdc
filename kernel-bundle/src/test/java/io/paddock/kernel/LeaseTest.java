// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureRequest;
import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private final Rig rig = new Rig();

    @BeforeEach
    void register() {
        rig.with(new FakeBackend("fake"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Lease lease(String owner, Duration ttl) {
        return rig.ensure(Rig.wish("fake", owner, ttl, null)).lease();
    }

    private int count(Lease lease) {
        return rig.snapshot(lease.instanceId()).leaseCount();
    }

    @Test
    void a_lease_expires_by_itself_and_is_gone_then() {
        Lease lease = lease("anna", Duration.ofMillis(60));
        assertEquals(LeaseState.ACTIVE, lease.state());
        Rig.await("expiry", () -> rig.endpoints.leases().isEmpty());
        Rig.await("its instance to be told", () -> count(lease) == 0);
        assertEquals(
                ErrorCode.LEASE_NOT_FOUND,
                Rig.refusal(rig.endpoints.renew(lease.leaseRef(), "anna", null)).code());
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
    }

    @Test
    void a_renewed_lease_lives_on() {
        Lease lease = lease("anna", Duration.ofSeconds(2));
        Lease shortOne = lease("bert", Duration.ofSeconds(2));
        Lease renewed = Rig.get(rig.endpoints.renew(lease.leaseRef(), "anna", Duration.ofMinutes(5)));
        assertEquals(lease.leaseRef(), renewed.leaseRef());
        assertTrue(renewed.expiresAt().isAfter(lease.expiresAt().plusSeconds(60)));
        Rig.await("the other's expiry", () -> rig.endpoints.leases().size() == 1);
        assertEquals(renewed, rig.endpoints.leases().get(0));
        assertEquals("bert", shortOne.ownerRef());
    }

    @Test
    void no_ttl_means_until_released() {
        Lease lease = lease("anna", null);
        assertNull(lease.expiresAt());
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
        assertEquals(0, count(lease));
    }

    @Test
    void another_owner_may_neither_renew_nor_release() {
        Lease lease = lease("anna", null);
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(rig.endpoints.renew(lease.leaseRef(), "bert", null)).code());
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(rig.endpoints.release(lease.leaseRef(), "bert")).code());
        assertEquals(1, count(lease));
    }

    @Test
    void releasing_is_idempotent_also_for_a_lease_that_never_was() {
        Lease lease = lease("anna", null);
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
        Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
        Rig.get(rig.endpoints.release("lease-unknown", "anna"));
    }

    @Test
    void leases_are_listed_in_order_of_their_grant() {
        List<String> refs = List.of(
                lease("zoe", null).leaseRef(),
                lease("anna", null).leaseRef(),
                lease("max", null).leaseRef());
        assertEquals(refs, rig.endpoints.leases().stream().map(Lease::leaseRef).toList());
    }

    @Test
    void releasing_and_expiring_at_once_ends_a_lease_once() {
        for (int i = 0; i < 200; i++) {
            Lease lease = lease("anna", Duration.ofMillis(1));
            Rig.get(rig.endpoints.release(lease.leaseRef(), "anna"));
        }
        EnsureResult last = rig.ensure("fake");
        assertEquals(1, rig.snapshot(last.instanceId()).leaseCount());
        assertEquals(1, rig.endpoints.leases().size());
    }

    @Test
    void an_owner_has_so_many_leases_and_no_more() {
        rig.limits = new io.paddock.kernel.instance.Limits(32, 4, 2, Duration.ofSeconds(1));
        Lease first = lease("anna", null);
        lease("anna", null);
        assertEquals(ErrorCode.AT_CAPACITY, rig.refusal(Rig.wish("fake")).code());
        lease("bert", null);
        Rig.get(rig.endpoints.release(first.leaseRef(), "anna"));
        lease("anna", null);
    }

    @Test
    void a_refused_request_takes_no_place_of_its_owner() {
        rig.limits = new io.paddock.kernel.instance.Limits(32, 4, 1, Duration.ofSeconds(1));
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    ErrorCode.BACKEND_NOT_REGISTERED,
                    rig.refusal(Rig.wish("none")).code());
        }
        lease("anna", null);
    }

    @Test
    void what_became_of_an_expired_lease_can_be_asked() {
        Lease lease = lease("anna", Duration.ofSeconds(2));
        assertEquals(lease, rig.endpoints.lease(lease.leaseRef()).orElseThrow());
        Rig.await("expiry", () -> rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.EXPIRED,
                rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        assertTrue(rig.endpoints.lease("lease-unknown").isEmpty());
    }

    @Test
    void leases_are_listed_by_owner_and_by_instance() {
        Lease one = lease("anna", null);
        Lease two = lease("bert", null);
        assertEquals(java.util.List.of(two), rig.endpoints.leasesOfOwner("bert"));
        assertEquals(java.util.List.of(one, two), rig.endpoints.leasesOnInstance(one.instanceId()));
        assertTrue(rig.endpoints.leasesOnInstance("none").isEmpty());
    }

    /** The gateway leases so for each request it relays: however long a stream takes, its lease does not end before it. */
    @Test
    void a_lease_without_ttl_outlives_those_with_one_and_idleness() {
        Lease streaming = lease("gateway", null);
        Lease other = lease("anna", Duration.ofMillis(20));
        Rig.await("the other's expiry", () -> rig.endpoints.leases().size() == 1);
        assertEquals(streaming, rig.endpoints.leases().get(0));
        assertEquals(1, count(streaming));
        assertEquals("anna", other.ownerRef());
    }

    @Test
    void a_lease_that_is_not_renewable_says_so_and_is_not_renewed() {
        EnsureRequest wish = Rig.wish("fake");
        LeaseTerms terms = new LeaseTerms("anna", Duration.ofMinutes(1), false);
        Lease lease = rig.ensure(new EnsureRequest(wish.request(), wish.consumer(), wish.context(), terms, null))
                .lease();
        assertFalse(lease.renewable());
        assertEquals(
                ErrorCode.LEASE_NOT_RENEWABLE,
                Rig.refusal(rig.endpoints.renew(lease.leaseRef(), "anna", null)).code());
        assertEquals(1, count(lease));
    }

    @Test
    void context_ids_belong_to_the_lease_and_not_to_the_instance_that_is_shared() {
        EnsureRequest wish = Rig.wish("fake");
        RequestContext other = new RequestContext("run-2", "run-2:1", "boundary-2", Map.of("trace_id", "t-2"));
        EnsureResult first = rig.ensure(wish);
        EnsureResult second = rig.ensure(
                new EnsureRequest(wish.request(), wish.consumer(), other, new LeaseTerms("bert", null), null));
        assertEquals(first.instanceId(), second.instanceId());
        assertEquals(wish.context(), first.lease().context());
        assertEquals(other, second.lease().context());
        assertEquals("boundary-1", first.endpoint().boundaryRef());
        assertEquals("boundary-2", second.endpoint().boundaryRef());
        assertEquals(second.lease().leaseRef(), second.endpoint().leaseRef());
        String shared = rig.snapshot(first.instanceId()).toString();
        assertFalse(shared.contains("run-"), shared);
        assertFalse(shared.contains("boundary-"), shared);
    }
}
