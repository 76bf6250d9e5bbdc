// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<String> undone = new ArrayList<>();

    @Test
    void a_late_answer_is_waited_for_no_longer_than_allowed() {
        CompletableFuture<String> never = new CompletableFuture<>();
        InferenceException failure =
                assertThrows(InferenceException.class, () -> Await.answer(never, SHORT, "Waiting"));
        assertEquals(ErrorCode.WAIT_EXPIRED, failure.code());
        assertEquals("Waiting was not done within 20ms.", failure.getMessage());
        assertTrue(never.isCancelled());
    }

    @Test
    void a_known_failure_comes_through_as_it_is() {
        InferenceException known = new InferenceException(ErrorCode.MODEL_NOT_FOUND, "no such model");
        assertEquals(
                known,
                assertThrows(
                        InferenceException.class,
                        () -> Await.answer(CompletableFuture.failedFuture(known), SHORT, "Waiting")));
    }

    @Test
    void an_unknown_failure_shows_nothing_of_itself() {
        InferenceException failure = assertThrows(
                InferenceException.class,
                () -> Await.answer(
                        CompletableFuture.failedFuture(new IllegalStateException("/secret/path")), SHORT, "Waiting"));
        assertEquals(ErrorCode.INTERNAL, failure.code());
        assertTrue(!failure.getMessage().contains("secret"));
    }

    @Test
    void an_answer_that_comes_in_the_moment_of_the_interrupt_is_taken_back() {
        CompletableFuture<String> stubborn = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                complete("granted"); // the grant wins the race against the cancellation
                return false;
            }
        };
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedException.class,
                () -> Await.answer(stubborn, Duration.ofSeconds(5), "Waiting", late -> {
                    undone.add(late);
                    return CompletableFuture.completedFuture(null);
                }));
        assertEquals(List.of("granted"), undone);
    }
}
