// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopListTest {
    private final List<String> stopped = new ArrayList<>();
    private final StopList list = new StopList();

    @Test
    void the_last_started_is_stopped_first_and_once() {
        list.add(() -> stopped.add("folder"));
        list.add(() -> stopped.add("runtime"));

        list.close();
        list.close();

        assertEquals(List.of("runtime", "folder"), stopped);
    }

    @Test
    void one_that_fails_does_not_keep_the_rest_running() {
        list.add(() -> stopped.add("folder"));
        list.add(() -> {
            throw new IllegalStateException("expected by the test");
        });

        list.close();

        assertEquals(List.of("folder"), stopped);
    }

    @Test
    void what_comes_too_late_is_stopped_at_once_and_refused() {
        list.close();

        assertThrows(IllegalStateException.class, () -> list.add(() -> stopped.add("late")));
        assertEquals(List.of("late"), stopped);
    }

    @Test
    void a_second_closer_waits_until_the_first_is_through() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        list.add(() -> stopped.add("folder"));
        list.add(() -> {
            closing.countDown();
            assertTrue(mayEnd.await(10, TimeUnit.SECONDS));
        });
        CompletableFuture<Void> first = CompletableFuture.runAsync(list::close);
        assertTrue(closing.await(10, TimeUnit.SECONDS));

        CompletableFuture<List<String>> seenBySecond = CompletableFuture.supplyAsync(() -> {
            list.close();
            return List.copyOf(stopped);
        });
        mayEnd.countDown();

        assertEquals(List.of("folder"), seenBySecond.get(10, TimeUnit.SECONDS));
        first.get(10, TimeUnit.SECONDS);
    }
}
