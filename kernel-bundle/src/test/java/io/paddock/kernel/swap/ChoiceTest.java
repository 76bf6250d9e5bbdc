// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.SwapStrategy;
import io.paddock.kernel.swap.Choice.Situation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Side by side where there is room. */
class ChoiceTest {
    private static final Duration LOAD = Duration.ofSeconds(4);

    @Test
    void with_room_for_both_nobody_waits() {
        Choice choice = Choice.of(null, new Situation(2, 5, 1000, 2000, LOAD));
        assertEquals(SwapStrategy.SIDE_BY_SIDE, choice.strategy());
        assertEquals(Duration.ZERO, choice.gap());
    }

    @Test
    void without_memory_for_both_the_old_one_goes_first_and_the_gap_is_a_load() {
        Choice choice = Choice.of(null, new Situation(2, 5, 3 << 20, 2 << 20, LOAD));
        assertEquals(SwapStrategy.DRAIN_STOP_START, choice.strategy());
        assertEquals(LOAD, choice.gap());
        assertTrue(choice.because().contains("3 MiB"), choice.because());
    }

    @Test
    void without_room_for_more_instances_the_old_one_goes_first() {
        assertEquals(
                SwapStrategy.DRAIN_STOP_START,
                Choice.of(null, new Situation(2, 1, -1, -1, null)).strategy());
    }

    @Test
    void what_is_not_known_decides_nothing_and_what_was_asked_for_everything() {
        assertEquals(
                SwapStrategy.SIDE_BY_SIDE,
                Choice.of(null, new Situation(1, 1, 1000, -1, null)).strategy());
        assertEquals(
                SwapStrategy.SIDE_BY_SIDE,
                Choice.of(SwapStrategy.SIDE_BY_SIDE, new Situation(9, 0, 9, 1, LOAD))
                        .strategy());
    }
}
