// SPDX-License-Identifier: Apache-2.0
package de.kherud.llama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComputeTurnsTest {
    private final ComputeTurns turns = new ComputeTurns();
    private final ComputeTurns.Taker one = turns.taker(() -> {});
    private final ComputeTurns.Taker other = turns.taker(() -> {});

    /** Enters in a thread of its own. */
    private static final class Entering {
        final CompletableFuture<Boolean> entered = new CompletableFuture<>();
        final Thread thread;

        Entering(ComputeTurns.Taker taker) {
            thread = new Thread(() -> {
                try {
                    entered.complete(taker.enter());
                } catch (InterruptedException e) {
                    entered.completeExceptionally(e);
                }
            });
            thread.start();
        }

        /** Returns when it waits. */
        Entering waiting() {
            while (thread.getState() != Thread.State.WAITING) {
                assertFalse(entered.isDone(), "it need not wait");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            return this;
        }

        boolean done() throws Exception {
            return entered.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void those_of_one_context_compute_together_and_another_one_waits_for_the_last() throws Exception {
        assertTrue(one.enter());
        assertTrue(one.enter());
        Entering second = new Entering(other).waiting();

        one.leave();
        assertFalse(second.entered.isDone());
        one.leave();

        assertTrue(second.done());
    }

    @Test
    void who_comes_to_the_context_that_computes_goes_behind_another_that_waits() throws Exception {
        assertTrue(one.enter());
        Entering second = new Entering(other).waiting();
        Entering third = new Entering(one).waiting();
        Entering fourth = new Entering(other).waiting();

        one.leave();
        assertTrue(second.done());
        assertTrue(fourth.done(), "the same turn");
        assertFalse(third.entered.isDone());
        other.leave();
        other.leave();

        assertTrue(third.done());
    }

    @Test
    void who_gives_up_holds_nobody_up() throws Exception {
        assertTrue(one.enter());
        Entering second = new Entering(other).waiting();
        Entering third = new Entering(one).waiting();

        second.thread.interrupt();

        assertTrue(third.done(), "nobody of another context waits any more");
        assertThrows(ExecutionException.class, second::done);
    }

    @Test
    void a_closed_one_waits_no_more_and_lets_nobody_in() throws Exception {
        assertTrue(one.enter());
        Entering second = new Entering(other).waiting();

        other.close();

        assertFalse(second.done());
        assertFalse(other.enter());
        assertTrue(one.enter(), "nobody waits");
    }

    @Test
    void what_was_cut_short_is_over_before_another_one_computes_and_is_waited_for_once() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        ComputeTurns.Taker cut = turns.taker(() -> order.add("settled"));
        assertTrue(cut.enter());
        cut.cutShort();
        cut.leave();
        assertTrue(cut.enter(), "the same one need not wait");
        Entering second = new Entering(other).waiting();
        Entering third = new Entering(other).waiting();
        assertEquals(List.of(), order);

        cut.leave();
        assertTrue(second.done());
        assertTrue(third.done());
        assertEquals(List.of("settled"), order);

        other.leave();
        other.leave();
        assertTrue(cut.enter());
        cut.leave();
        assertTrue(other.enter());
        assertEquals(List.of("settled"), order, "nothing was cut short since");
    }

    @Test
    void a_failure_to_settle_is_the_callers_and_holds_nobody_up() throws Exception {
        ComputeTurns.Taker cut = turns.taker(() -> {
            throw new IllegalStateException("no");
        });
        assertTrue(cut.enter());
        cut.cutShort();
        cut.leave();

        assertThrows(IllegalStateException.class, other::enter);

        assertTrue(one.enter());
    }

    @Test
    void what_was_cut_short_is_over_at_the_end_too_and_nobody_else_waits_for_it() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        ComputeTurns.Taker cut = turns.taker(() -> order.add("settled"));
        assertTrue(cut.enter());
        cut.cutShort();
        cut.leave();

        cut.end();

        assertEquals(List.of("settled"), order);
        assertFalse(cut.enter());
        assertTrue(one.enter());
        assertEquals(List.of("settled"), order);
    }

    @Test
    void one_that_ended_is_kept_by_nobody() throws Exception {
        WeakReference<Object> ended = ended();

        while (!ended.refersTo(null)) {
            System.gc();
        }
        assertTrue(one.enter());
    }

    private WeakReference<Object> ended() throws InterruptedException {
        AtomicInteger own = new AtomicInteger();
        ComputeTurns.Taker taker = turns.taker(own::incrementAndGet);
        assertTrue(taker.enter());
        taker.leave();
        taker.end();
        return new WeakReference<>(own);
    }

    @Test
    void never_two_contexts_at_once() throws Exception {
        AtomicReference<Integer> now = new AtomicReference<>();
        AtomicInteger inside = new AtomicInteger();
        List<String> wrong = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        List<ComputeTurns.Taker> takers = List.of(one, other, turns.taker(() -> {}));
        for (int i = 0; i < 12; i++) {
            int which = i % takers.size();
            Thread thread = new Thread(() -> {
                for (int turn = 0; turn < 500; turn++) {
                    visit(takers.get(which), which, now, inside, wrong);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), wrong);
        assertEquals(0, inside.get());
        assertNull(now.get());
    }

    private static void visit(
            ComputeTurns.Taker taker,
            int which,
            AtomicReference<Integer> now,
            AtomicInteger inside,
            List<String> wrong) {
        try {
            taker.enter();
            synchronized (now) {
                inside.incrementAndGet();
                Integer before = now.getAndSet(which);
                if (before != null && before != which) {
                    wrong.add(before + " and " + which);
                }
            }
            LockSupport.parkNanos(1);
            synchronized (now) {
                if (inside.decrementAndGet() == 0) {
                    now.set(null);
                }
            }
            taker.leave();
        } catch (InterruptedException e) {
            wrong.add(e.toString());
        }
    }
}
