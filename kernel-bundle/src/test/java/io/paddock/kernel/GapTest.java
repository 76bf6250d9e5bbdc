// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.EnsureResult;
import io.paddock.api.ErrorCode;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Parking;
import io.paddock.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that goes and is soon back. */
class GapTest {
    private final Rig rig = new Rig();
    private FakeBackend fake = new FakeBackend("fake").offering("tiny");

    GapTest() {
        park(Duration.ofSeconds(20), 100);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void park(Duration window, int requests) {
        rig.limits = rig.limits.withParking(new Parking(window, requests));
    }

    private void back() {
        fake = new FakeBackend("fake").offering("tiny");
        rig.with(fake);
    }

    @Test
    void whoever_wants_it_by_its_id_or_by_a_model_waits_and_is_served() {
        rig.with(fake);
        rig.ensure(Rig.wishModel("tiny"));
        rig.core.backends().remove(fake);
        CompletableFuture<EnsureResult> byId = rig.endpoints.ensure(Rig.wish("fake"));
        CompletableFuture<EnsureResult> byModel = rig.endpoints.ensure(Rig.wishModel("tiny"));
        assertFalse(byId.isDone());
        assertFalse(byModel.isDone());
        back();
        assertTrue(Rig.get(byId).endpoint().endpointGeneration() >= 1);
        assertNotNull(Rig.get(byModel).lease());
    }

    @Test
    void a_model_that_it_never_had_is_refused_at_once() {
        rig.with(fake);
        rig.ensure(Rig.wishModel("tiny"));
        rig.core.backends().remove(fake);
        assertEquals(
                ErrorCode.MODEL_NOT_FOUND, rig.refusal(Rig.wishModel("other")).code());
    }

    @Test
    void when_it_does_not_come_back_those_who_waited_may_try_again_and_the_next_are_told_what_is_there() {
        park(Duration.ofSeconds(2), 100);
        rig.with(fake);
        rig.ensure("fake");
        rig.core.backends().remove(fake);
        Problem waited = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.DRAINING, waited.code());
        assertNotNull(waited.retryAfter());
        Problem late = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.BACKEND_NOT_REGISTERED, late.code());
    }

    @Test
    void no_more_wait_than_may() {
        park(Duration.ofSeconds(20), 3);
        rig.with(fake);
        rig.ensure("fake");
        rig.core.backends().remove(fake);
        List<CompletableFuture<EnsureResult>> parked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            parked.add(rig.endpoints.ensure(Rig.wish("fake")));
        }
        Problem one = rig.refusal(Rig.wish("fake"));
        assertEquals(ErrorCode.AT_CAPACITY, one.code());
        assertNotNull(one.retryAfter());
        back();
        parked.forEach(Rig::get);
    }

    @Test
    void whoever_waited_for_a_start_of_the_old_one_gets_the_new_one() {
        AtomicBoolean never = new AtomicBoolean();
        fake.prepare = driver -> driver.probe = () -> new Probe.Pending(String.valueOf(never.get()));
        rig.with(fake);
        CompletableFuture<EnsureResult> waiting = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await("the start", () -> !rig.instances.list().isEmpty());
        rig.core.backends().remove(fake);
        back();
        assertFalse(Rig.get(waiting).lease().leaseRef().isEmpty());
    }

    @Test
    void whoever_was_being_planned_by_the_old_one_gets_the_new_one() {
        CountDownLatch planning = new CountDownLatch(1);
        fake.plan = spec -> {
            planning.countDown();
            StartTest.hang();
            return null;
        };
        rig.with(fake);
        CompletableFuture<EnsureResult> waiting = rig.endpoints.ensure(Rig.wish("fake"));
        Rig.await("planning", () -> planning.getCount() == 0);
        rig.core.backends().remove(fake);
        back();
        assertFalse(Rig.get(waiting).lease().leaseRef().isEmpty());
    }

    private Lease lease(EnsureResult result) {
        return rig.endpoints.lease(result.lease().leaseRef()).orElseThrow();
    }

    @Test
    void a_lease_ends_when_the_backend_does_not_come_back() {
        park(Duration.ofMillis(100), 100);
        rig.with(fake);
        EnsureResult before = rig.ensure("fake");
        rig.core.backends().remove(fake);
        Rig.await("the end of the lease", () -> lease(before).state() == LeaseState.REVOKED);
        assertEquals(ErrorCode.BACKEND_NOT_REGISTERED, lease(before).cause().code());
    }

    @Test
    void a_process_finishes_its_requests_and_stays_for_those_who_call_it_directly_while_another_takes_over() {
        rig.limits = rig.limits.withDrain(Duration.ofMinutes(1));
        fake.spawning("sh", "-c", "exec sleep 60");
        rig.with(fake);
        EnsureResult direct = rig.ensure("fake");
        EnsureResult request = rig.ensure(Rig.wish("fake", "gateway", null, null));
        long pid = rig.snapshot(direct.instanceId()).pid();
        rig.core.backends().remove(fake);
        fake = new FakeBackend("fake").spawning("sh", "-c", "exec sleep 60");
        rig.with(fake);
        Rig.await("the lease to be good again", () -> lease(direct).state() == LeaseState.ACTIVE);
        assertEquals(request.instanceId(), lease(request).instanceId(), "a request stays where it is");
        Rig.get(rig.endpoints.release(request.lease().leaseRef(), "gateway"));
        assertTrue(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "it has time to follow");
        assertTrue(
                Rig.get(rig.events.read(new EventQuery(0, 1000, direct.instanceId(), null))).items().stream()
                        .noneMatch(event -> event.type() == EventType.INSTANCE_STOPPING),
                "nor is it being ended");
        Rig.get(rig.endpoints.renew(direct.lease().leaseRef(), "anna", Duration.ofMinutes(2)));
        rig.awaitGone(direct.instanceId());
        assertEquals(LeaseState.ACTIVE, lease(direct).state());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_fails_while_it_goes_and_comes_under_load(boolean byModel) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<EnsureResult>> asked = new CopyOnWriteArrayList<>();
        rig.with(fake);
        rig.ensure(Rig.wishModel("tiny")); // before anybody knows it, it cannot be away
        Thread caller = new Thread(() -> {
            while (!over.get()) {
                CompletableFuture<EnsureResult> one =
                        rig.endpoints.ensure(byModel ? Rig.wishModel("tiny") : Rig.wish("fake"));
                asked.add(one);
                Lease got = Rig.get(one).lease();
                Rig.get(rig.endpoints.release(got.leaseRef(), got.ownerRef()));
            }
        });
        caller.start();
        for (int i = 0; i < 50; i++) {
            int before = asked.size();
            rig.core.backends().remove(fake);
            back();
            Rig.await("the caller to go on", () -> asked.size() > before + 1 || !caller.isAlive());
        }
        over.set(true);
        caller.join(20_000);
        assertFalse(caller.isAlive());
        asked.forEach(Rig::get);
        assertTrue(asked.size() > 50, String.valueOf(asked.size()));
    }

    @Test
    void the_end_of_an_earlier_wait_is_not_the_end_of_a_later_one() {
        park(Duration.ofSeconds(2), 100);
        rig.with(fake);
        EnsureResult kept = rig.ensure(Rig.wish("fake", "anna", Duration.ofMinutes(1), Duration.ofSeconds(10)));
        rig.core.backends().remove(fake);
        long over = System.nanoTime() + Duration.ofMillis(2300).toNanos();
        back();
        awaitState(kept, LeaseState.ACTIVE);
        park(Duration.ofSeconds(20), 100);
        rig.core.backends().remove(fake);
        Rig.await("the end of the earlier wait", () -> System.nanoTime() - over > 0);
        awaitState(kept, LeaseState.RECOVERING);
        back();
        awaitState(kept, LeaseState.ACTIVE);
    }

    private void awaitState(EnsureResult kept, LeaseState state) {
        Rig.await(
                "the lease to be " + state.wireName(),
                () -> rig.endpoints.lease(kept.lease().leaseRef()).orElseThrow().state() == state);
    }
}
