// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Answer;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.state.WantedInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A backend is replaced again while the leases of the first time are on their way: they arrive where nobody is. */
class StrayLeaseTest {
    private static final String REF = LostAndHeir.LEASE.leaseRef();
    private static final Problem REPLACED = Problem.of(ErrorCode.DRAINING, "its backend is being replaced");

    private final LostAndHeir world = new LostAndHeir();
    private final List<WantedInstance> strays = new ArrayList<>();
    private final Asides asides = new Asides(world.interims, world.around);
    private final EndpointKey endpoint = world.lost.identity().key().endpoint();

    StrayLeaseTest() {
        world.interims.onStray(strays::add);
    }

    private Interim taken() {
        Interim waiting = world.interims.find(endpoint);
        assertNotNull(waiting, "nothing waits for an instance");
        world.interims.take(waiting);
        return waiting;
    }

    private void goes(Instance one) {
        asides.setAside(one, REPLACED);
        CompletableFuture<Void> unused = one.retire();
    }

    private Lease lease() {
        return world.leases.find(REF).orElseThrow();
    }

    private void standsOn(Instance one) {
        assertSame(one, world.leases.holder(REF).orElseThrow());
        assertEquals(1, one.snapshot().leaseCount());
        Answer<Lease> renewed = new Answer<>(Runnable::run, back -> {});
        world.leases.renew(REF, new LeaseTerms("anna", Duration.ofMinutes(2)), renewed);
        assertEquals(Duration.ofMinutes(2), lease().ttl());
    }

    @Test
    void one_that_reaches_an_instance_that_went_waits_for_the_next() {
        goes(world.lost);
        Interim onTheWay = taken();
        goes(world.heir);
        onTheWay.handTo(world.heir);
        assertEquals(LeaseState.RECOVERING, lease().state(), lease().toString());
        assertEquals(endpoint, strays.get(0).key());
        Instance third = world.another();
        taken().handTo(third);
        standsOn(third);
        assertEquals(0, world.heir.snapshot().leaseCount());
    }

    @Test
    void one_that_comes_between_setting_aside_and_the_end_waits_too() {
        goes(world.lost);
        Interim onTheWay = taken();
        asides.setAside(world.heir, REPLACED);
        onTheWay.handTo(world.heir);
        CompletableFuture<Void> unused = world.heir.retire();
        assertEquals(LeaseState.RECOVERING, lease().state(), lease().toString());
        Instance third = world.another();
        taken().handTo(third);
        standsOn(third);
    }

    @Test
    void one_that_is_switched_to_an_instance_that_went_waits_for_the_next() {
        goes(world.heir);
        world.handOver();
        assertEquals(LeaseState.RECOVERING, lease().state(), lease().toString());
        assertEquals(endpoint, strays.get(0).key());
        Instance third = world.another();
        taken().handTo(third);
        standsOn(third);
    }

    @Test
    void one_that_is_switched_to_an_instance_that_is_about_to_go_waits_too() {
        asides.setAside(world.heir, REPLACED);
        world.handOver();
        CompletableFuture<Void> unused = world.heir.retire();
        assertEquals(LeaseState.RECOVERING, lease().state(), lease().toString());
    }

    @Test
    void one_whose_instance_was_stopped_on_purpose_ends() {
        goes(world.lost);
        Interim onTheWay = taken();
        CompletableFuture<Void> unused = world.heir.stop(true);
        onTheWay.handTo(world.heir);
        assertEquals(LeaseState.REVOKED, lease().state());
    }

    @Test
    void one_that_is_set_aside_where_all_was_handed_over_waits_for_the_next() {
        asides.setAside(world.heir, REPLACED);
        world.lost.decide(busy -> {
            asides.setAside(world.lost, REPLACED);
            taken().handTo(world.another());
        });
        assertEquals(LeaseState.RECOVERING, lease().state(), lease().toString());
        assertEquals(endpoint, strays.get(0).key());
        Instance third = world.another();
        taken().handTo(third);
        standsOn(third);
    }

    @Test
    void whoever_comes_just_after_its_leases_went_asks_again() {
        asides.setAside(world.heir, REPLACED);
        AtomicInteger again = new AtomicInteger();
        Waiter late = Samples.waiter("anna", Duration.ofMinutes(1));
        late.queuedAt(world.heir, true, again::incrementAndGet);
        world.heir.ensure(late);
        assertEquals(1, again.get());
    }
}
