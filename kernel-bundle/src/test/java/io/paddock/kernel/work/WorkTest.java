// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.Rig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final SystemTime time = new SystemTime();
    private final Workers workers = new Workers(time);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void close() {
        threads.shutdownNow();
        workers.close();
        time.close();
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return assertThrows(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void a_mailbox_runs_one_task_at_a_time_and_loses_none() throws Exception {
        SerialExecutor mailbox = new SerialExecutor(threads);
        int[] count = {0};
        CountDownLatch done = new CountDownLatch(4000);
        for (int t = 0; t < 4; t++) {
            boolean here = t % 2 == 0;
            threads.execute(() -> {
                for (int i = 0; i < 1000; i++) {
                    Runnable task = () -> {
                        count[0]++;
                        done.countDown();
                    };
                    if (here) {
                        mailbox.executeHere(task);
                    } else {
                        mailbox.execute(task);
                    }
                }
            });
        }
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertEquals(4000, count[0]);
    }

    @Test
    void an_idle_mailbox_runs_a_callers_task_on_the_callers_thread() {
        SerialExecutor mailbox = new SerialExecutor(threads);
        Thread[] ran = {null};
        mailbox.executeHere(() -> ran[0] = Thread.currentThread());
        assertEquals(Thread.currentThread(), ran[0]);
    }

    @Test
    void a_task_that_throws_does_not_stop_the_mailbox_and_a_nested_one_comes_after() {
        SerialExecutor mailbox = new SerialExecutor(Runnable::run);
        List<String> order = new ArrayList<>();
        mailbox.executeHere(() -> {
            mailbox.executeHere(() -> order.add("nested"));
            order.add("outer");
            throw new IllegalStateException("test");
        });
        assertEquals(List.of("outer", "nested"), order);
    }

    @Test
    void a_mailbox_whose_threads_are_gone_still_decides() {
        SerialExecutor mailbox = new SerialExecutor(task -> {
            throw new RejectedExecutionException("closed");
        });
        AtomicBoolean ran = new AtomicBoolean();
        mailbox.execute(() -> ran.set(true));
        assertTrue(ran.get());
    }

    @Test
    void a_call_over_its_budget_is_interrupted_and_its_thread_is_clean_again() throws Exception {
        Call<String> slow = workers.call("slow", Duration.ofMillis(50), () -> {
            new CountDownLatch(1).await();
            return "never";
        });
        assertInstanceOf(Overrun.class, failure(slow.answer()));
        slow.ended().get(20, TimeUnit.SECONDS);
        assertEquals(
                false,
                workers.call("next", LONG, () -> Thread.currentThread().isInterrupted())
                        .answer()
                        .get(20, TimeUnit.SECONDS));
    }

    @Test
    void a_call_that_ignores_its_interrupt_gives_its_place_away() throws Exception {
        CallGate gate = new CallGate(workers, 1);
        CountDownLatch release = new CountDownLatch(1);
        Call<String> deaf = gate.call("deaf", Duration.ofMillis(50), () -> {
            awaitDeaf(release);
            return "late";
        });
        Call<String> next = gate.call("next", LONG, () -> "here");
        assertEquals("here", next.answer().get(20, TimeUnit.SECONDS));
        assertFalse(deaf.ended().isDone());
        release.countDown();
        deaf.ended().get(20, TimeUnit.SECONDS);
    }

    private static void awaitDeaf(CountDownLatch release) {
        boolean over = false;
        while (!over) {
            try {
                release.await();
                over = true;
            } catch (InterruptedException e) {
                Thread.interrupted(); // this is the point of the test
            }
        }
    }

    @Test
    void a_gate_lets_so_many_in_at_once() throws Exception {
        CallGate gate = new CallGate(workers, 2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            answers.add(gate.call("call", LONG, () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        inside.decrementAndGet();
                        return number;
                    })
                    .answer());
        }
        for (int i = 0; i < 40; i++) {
            assertEquals(i, answers.get(i).get(20, TimeUnit.SECONDS));
        }
        assertTrue(most.get() <= 2, "were inside: " + most);
    }

    @Test
    void closing_a_gate_interrupts_who_is_inside_and_calls_off_who_waits() throws Exception {
        CallGate gate = new CallGate(workers, 1);
        CountDownLatch inside = new CountDownLatch(1);
        Call<String> first = gate.call("first", LONG, () -> {
            inside.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        Call<String> second = gate.call("second", LONG, () -> "never");
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        gate.close().get(20, TimeUnit.SECONDS);
        assertInstanceOf(Cut.class, failure(first.answer()));
        assertInstanceOf(Cut.class, failure(second.answer()));
        assertInstanceOf(
                Cut.class, failure(gate.call("third", LONG, () -> "never").answer()));
    }

    @Test
    void a_shut_gate_is_empty_when_the_last_thread_has_left_and_not_sooner() throws Exception {
        CallGate gate = new CallGate(workers, 1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Call<String> deaf = gate.call("deaf", LONG, () -> {
            inside.countDown();
            awaitDeaf(release);
            return "late";
        });
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        CompletableFuture<Void> empty = gate.close();
        assertInstanceOf(Cut.class, failure(deaf.answer()));
        assertFalse(empty.isDone(), "its thread is still inside");
        release.countDown();
        empty.get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatever_foreign_code_throws_is_an_answer() {
        Call<String> broken = workers.call("broken", LONG, () -> {
            throw new NoClassDefFoundError("gone");
        });
        assertInstanceOf(NoClassDefFoundError.class, failure(broken.answer()));
    }

    @Test
    void only_the_first_decision_counts() {
        Answer<String> answer = new Answer<>(Runnable::run, late -> {});
        assertTrue(answer.refuse(Problem.of(ErrorCode.WAIT_EXPIRED, "too late")));
        assertFalse(answer.grant("value"));
        assertInstanceOf(InferenceException.class, failure(answer.future()));
    }

    @Test
    void an_attended_answer_is_delivered_by_its_asker() {
        AtomicInteger messages = new AtomicInteger();
        Answer<String> answer = new Answer<>(
                task -> {
                    messages.incrementAndGet();
                    task.run();
                },
                late -> {});
        answer.attend(() -> assertTrue(answer.grant("here")));
        assertEquals("here", answer.future().join());
        assertEquals(0, messages.get());
    }

    @Test
    void a_value_that_nobody_takes_is_handed_back() {
        List<String> back = new ArrayList<>();
        Answer<String> answer = new Answer<>(Runnable::run, back::add);
        answer.attend(() -> {
            assertTrue(answer.grant("value"));
            assertTrue(answer.future().cancel(true));
        });
        assertEquals(List.of("value"), back);
        assertFalse(answer.grant("another"));
    }

    @Test
    void an_alarm_that_was_cancelled_does_not_ring() {
        AtomicBoolean rang = new AtomicBoolean();
        AtomicBoolean other = new AtomicBoolean();
        time.after(Duration.ofMillis(20), () -> rang.set(true)).cancel();
        Time.Alarm unused = time.after(Duration.ofMillis(40), () -> other.set(true));
        Rig.await("the other alarm", other::get);
        assertFalse(rang.get());
    }
}
