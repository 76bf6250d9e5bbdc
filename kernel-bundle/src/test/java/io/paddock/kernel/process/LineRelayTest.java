// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.OutputLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineRelayTest {
    private final LineRelay relay = new LineRelay();

    private static OutputLine line(Object text) {
        return new OutputLine(OutputLine.Stream.STDOUT, String.valueOf(text));
    }

    @Test
    void lines_from_before_the_driver_come_first() {
        List<String> heard = new ArrayList<>();
        relay.offer(line("early"));
        relay.attach(heard_ -> heard.add(heard_.text()));
        relay.offer(line("late"));
        assertEquals(List.of("early", "late"), heard);
    }

    @Test
    void only_the_last_lines_wait_for_the_driver() {
        List<String> heard = new ArrayList<>();
        IntStream.range(0, 1000).forEach(i -> relay.offer(line(i)));
        relay.attach(heard_ -> heard.add(heard_.text()));
        assertEquals(Tail.KEPT, heard.size());
        assertEquals("999", heard.get(heard.size() - 1));
    }

    @Test
    void a_driver_that_throws_hears_the_next_line() {
        List<String> heard = new ArrayList<>();
        relay.attach(heard_ -> {
            heard.add(heard_.text());
            throw new IllegalStateException("test");
        });
        relay.offer(line(1));
        relay.offer(line(2));
        assertEquals(List.of("1", "2"), heard);
    }

    @Test
    void after_detaching_nothing_is_heard() {
        List<String> heard = new ArrayList<>();
        relay.attach(heard_ -> heard.add(heard_.text()));
        assertTrue(relay.detach().isDone());
        relay.offer(line(1));
        relay.attach(heard_ -> heard.add(heard_.text()));
        assertTrue(heard.isEmpty());
    }

    @Test
    void detaching_interrupts_a_driver_and_waits_for_it() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicInteger interrupts = new AtomicInteger();
        relay.attach(heard -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
            }
        });
        Thread reader = new Thread(() -> relay.offer(line(1)));
        reader.start();
        assertTrue(inside.await(20, TimeUnit.SECONDS));
        CompletableFuture<Void> quiet = relay.detach();
        quiet.get(20, TimeUnit.SECONDS);
        reader.join(20_000);
        assertEquals(1, interrupts.get());
    }

    @Test
    void two_readers_are_heard_one_at_a_time() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        List<String> heard = new ArrayList<>();
        List<Boolean> overlaps = new ArrayList<>();
        relay.attach(one -> {
            overlaps.add(inside.incrementAndGet() > 1);
            heard.add(one.text());
            inside.decrementAndGet();
        });
        Runnable reading = () -> IntStream.range(0, 90).forEach(i -> relay.offer(line(i)));
        Thread first = new Thread(reading);
        Thread second = new Thread(reading);
        first.start();
        second.start();
        first.join(20_000);
        second.join(20_000);
        assertEquals(180, heard.size());
        assertFalse(overlaps.contains(true));
    }
}
