// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadPaceTest {
    private static final long MILLI = 1_000_000;
    private final ReadPace pace = new ReadPace(0);

    private Set<Long> pauses(long fromMilli, int reads, boolean full) {
        return LongStream.range(fromMilli, fromMilli + reads)
                .map(at -> pace.pause(full, at * MILLI))
                .boxed()
                .collect(Collectors.toSet());
    }

    @Test
    void a_few_lines_are_read_at_once() {
        assertEquals(Set.of(0L), pauses(0, ReadPace.AT_ONCE, false));
    }

    @Test
    void many_lines_in_a_second_are_left_together() {
        pauses(0, ReadPace.AT_ONCE, false);
        assertEquals(Set.of(ReadPace.PAUSE_NANOS), pauses(100, 10, false));
    }

    @Test
    void the_next_second_begins_anew() {
        pauses(0, 100, false);
        assertEquals(Set.of(0L), pauses(1000, ReadPace.AT_ONCE, false));
    }

    @Test
    void a_flood_is_never_kept_waiting() {
        assertEquals(Set.of(0L), pauses(0, 900, true));
    }
}
