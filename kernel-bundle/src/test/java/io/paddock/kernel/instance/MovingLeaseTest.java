// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.kernel.work.Answer;
import io.paddock.kernel.work.Completion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A lease whose instance is lost or replaced at that very moment is found, renewed and released all the same. Tried again and again
 * with real threads: two whole instances have too many steps for a model checker.
 */
class MovingLeaseTest {
    private static final int ROUNDS = 2000;
    private static final String REF = LostAndHeir.LEASE.leaseRef();
    private static final LeaseTerms TERMS = new LeaseTerms("anna", Duration.ofMinutes(5));

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private void atOnce(Runnable one, Runnable other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<?> first = threads.submit(() -> meetThen(start, one));
        Future<?> second = threads.submit(() -> meetThen(start, other));
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
    }

    private static Void meetThen(CyclicBarrier start, Runnable then) throws Exception {
        int unused = start.await(20, TimeUnit.SECONDS);
        then.run();
        return null;
    }

    private static <T> Answer<T> answer() {
        return new Answer<>(Runnable::run, back -> {});
    }

    /** Again and again, and once more after that. */
    private static void renewUntil(LostAndHeir world, AtomicBoolean lost) {
        boolean last;
        do {
            last = lost.get();
            Answer<Lease> renewed = answer();
            world.leases.renew(REF, TERMS, renewed);
            assertGood(renewed.future());
        } while (!last);
    }

    /** Answered soon, maybe by the other thread; fails when it is refused. */
    private static void assertGood(CompletableFuture<?> future) {
        assertDoesNotThrow(() -> future.get(20, TimeUnit.SECONDS));
    }

    @Test
    void it_can_be_renewed_at_any_moment() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            LostAndHeir world = new LostAndHeir();
            AtomicBoolean lost = new AtomicBoolean();
            atOnce(
                    () -> {
                        world.lose();
                        lost.set(true);
                    },
                    () -> renewUntil(world, lost));
            assertEquals(TERMS.ttl(), world.leases.find(REF).orElseThrow().ttl());
            assertSame(world.heir, world.leases.holder(REF).orElseThrow());
        }
    }

    /** Who gives may be busy, and so may be who takes. */
    private static void settled(Instance giving, Instance taking) {
        giving.settled().thenCompose(gave -> taking.settled()).join();
    }

    @Test
    void it_can_be_renewed_while_it_goes_to_another_one_and_back() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            LostAndHeir world = new LostAndHeir();
            AtomicBoolean back = new AtomicBoolean();
            atOnce(
                    () -> {
                        world.handOver();
                        settled(world.lost, world.heir);
                        world.handBack();
                        settled(world.heir, world.lost);
                        back.set(true);
                    },
                    () -> renewUntil(world, back));
            assertSame(world.lost, world.leases.holder(REF).orElseThrow());
            assertEquals(1, world.lost.snapshot().leaseCount());
            assertEquals(0, world.heir.snapshot().leaseCount());
            assertEquals(LeaseState.ACTIVE, world.leases.find(REF).orElseThrow().state());
        }
    }

    @Test
    void who_takes_it_is_settled_only_when_it_has_taken_it() {
        LostAndHeir world = new LostAndHeir();
        List<Integer> leasesThen = new ArrayList<>();
        world.heir.decide(busy -> {
            world.handOver();
            Completion.on(
                    world.heir.settled(),
                    (settled, never) -> leasesThen.add(world.heir.snapshot().leaseCount()));
            assertEquals(List.of(), leasesThen);
        });
        assertEquals(List.of(1), leasesThen);
    }

    @Test
    void one_that_went_takes_nothing_and_the_owner_is_told() {
        LostAndHeir world = new LostAndHeir();
        CompletableFuture<Void> unused = world.heir.stop(true);
        world.handOver();
        Lease told = world.leases.find(REF).orElseThrow();
        assertEquals(LeaseState.REVOKED, told.state());
        assertEquals(ErrorCode.INSTANCE_UNAVAILABLE, told.cause().code());
    }

    @Test
    void it_can_be_released_at_any_moment() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            LostAndHeir world = new LostAndHeir();
            Answer<Void> released = answer();
            atOnce(world::lose, () -> world.leases.release(REF, "anna", released));
            assertGood(released.future());
            assertTrue(world.leases.find(REF).isEmpty(), "it was released and is still there");
            assertEquals(
                    0,
                    world.lost.snapshot().leaseCount() + world.heir.snapshot().leaseCount());
        }
    }
}
