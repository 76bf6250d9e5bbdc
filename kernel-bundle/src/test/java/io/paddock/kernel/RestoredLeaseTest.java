// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.Event;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.kernel.instance.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases that wait for an instance after a restart of the runtime. */
class RestoredLeaseTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Restarts restarts = new Restarts();

    @AfterEach
    void close() {
        restarts.close();
    }

    @Test
    void what_ran_out_while_the_runtime_was_down_is_not_revived() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.state.with(Restarts.changed(
                restarts.state.leases().get(0), HOUR, Instant.now().minusMillis(1)));
        restarts.restart();
        assertTrue(restarts.rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.EXPIRED,
                restarts.rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        Event expired = restarts.told(EventType.LEASE_EXPIRED).get(0);
        assertTrue(expired.cause().contains("while the runtime was down"), expired.cause());
        Rig.await(
                "it to be dropped",
                () -> restarts.state.leases().isEmpty()
                        && restarts.state.instances().isEmpty());
        FakeBackend fake = Restarts.fake();
        restarts.rig.with(fake);
        assertEquals(1, restarts.rig.ensure("fake").endpoint().endpointGeneration());
        assertEquals(1, fake.drivers.size());
    }

    @Test
    void a_clock_that_was_set_back_lengthens_no_lease() {
        restarts.rig.with(Restarts.fake());
        restarts.grant("anna", HOUR);
        restarts.state.with(Restarts.changed(
                restarts.state.leases().get(0),
                Duration.ofMillis(400),
                Instant.now().plus(HOUR)));
        restarts.restart();
        assertTrue(restarts.only().expiresAt().isBefore(Instant.now().plusMillis(401)));
        Rig.await("its end", () -> restarts.rig.endpoints.leases().isEmpty());
    }

    @Test
    void while_it_recovers_it_can_be_renewed_by_its_owner() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", Duration.ofMinutes(1));
        restarts.restart();
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(restarts.rig.endpoints.renew(lease.leaseRef(), "bert", HOUR))
                        .code());
        Lease renewed = Rig.get(restarts.rig.endpoints.renew(lease.leaseRef(), "anna", HOUR));
        assertEquals(LeaseState.RECOVERING, renewed.state());
        assertEquals(HOUR, renewed.ttl());
        assertEquals(HOUR, restarts.state.lease(lease.leaseRef()).ttl());
        restarts.rig.with(Restarts.fake());
        assertEquals(renewed.expiresAt(), restarts.awaitActive(lease.leaseRef()).expiresAt());
    }

    @Test
    void while_it_recovers_it_can_be_released_by_its_owner() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.restart();
        assertEquals(
                ErrorCode.NOT_LEASE_OWNER,
                Rig.refusal(restarts.rig.endpoints.release(lease.leaseRef(), "bert"))
                        .code());
        Rig.get(restarts.rig.endpoints.release(lease.leaseRef(), "anna"));
        assertTrue(restarts.rig.endpoints.leases().isEmpty());
        assertTrue(restarts.state.leases().isEmpty());
        Rig.await("nothing to be wanted", () -> restarts.state.instances().isEmpty());
        FakeBackend fake = Restarts.fake();
        restarts.rig.with(fake);
        Rig.get(restarts.rig.core.backends().settled());
        assertEquals(0, fake.plans.get());
    }

    @Test
    void a_lease_whose_backend_never_comes_runs_out() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.state.with(Restarts.changed(
                restarts.state.leases().get(0), HOUR, Instant.now().plusMillis(300)));
        restarts.restart();
        restarts.only();
        Rig.await("its end", () -> restarts.rig.endpoints.leases().isEmpty());
        assertEquals(
                LeaseState.EXPIRED,
                restarts.rig.endpoints.lease(lease.leaseRef()).orElseThrow().state());
        Rig.await(
                "it to be dropped",
                () -> restarts.state.leases().isEmpty()
                        && restarts.state.instances().isEmpty());
    }

    @Test
    void restored_leases_count_in_their_owners_quota() {
        restarts.rig.with(Restarts.fake());
        Lease lease = restarts.grant("anna", HOUR);
        restarts.restart();
        restarts.rig.limits = new Limits(32, 4, 1, HOUR);
        restarts.rig.with(Restarts.fake());
        restarts.awaitActive(lease.leaseRef());
        assertEquals(
                ErrorCode.AT_CAPACITY, restarts.rig.refusal(Rig.wish("fake")).code());
        Rig.get(restarts.rig.endpoints.release(lease.leaseRef(), "anna"));
        restarts.rig.ensure("fake");
    }

    @Test
    void leases_are_listed_in_the_order_of_their_grant() {
        restarts.rig.with(Restarts.fake());
        List<String> refs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            refs.add(restarts.grant("owner-" + i, HOUR).leaseRef());
        }
        restarts.restart();
        assertEquals(
                refs,
                restarts.rig.endpoints.leases().stream().map(Lease::leaseRef).toList());
    }
}
