// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private final Readiness readiness = new Readiness(Duration.ofSeconds(10), Duration.ofSeconds(60), at(0));

    private long left(double seconds) {
        return readiness.left(at(seconds)).toSeconds();
    }

    @Test
    void a_stall_counts_from_the_last_progress() {
        assertEquals(10, left(0));
        readiness.seen("10 %", 10, at(8));
        assertEquals(10, left(8));
        readiness.seen("10 %", 10, at(12));
        readiness.seen("9 %", 9, at(13));
        assertEquals(5, left(13), "neither standing still nor going back is progress");
    }

    @Test
    void a_stall_says_what_was_seen_last() {
        readiness.seen("503 loading model", 0, at(3));
        assertEquals(
                "made no progress for 10000 ms and is not ready; last seen: 503 loading model",
                readiness.verdict(at(10)));
    }

    @Test
    void no_progress_moves_the_upper_bound() {
        for (int second = 1; second < 60; second++) {
            readiness.seen(second + " s", second, at(second));
        }
        assertEquals(1, left(59));
        assertEquals(0, left(60));
        assertTrue(readiness.verdict(at(60)).startsWith("took longer than 60000 ms"), readiness.verdict(at(60)));
    }
}
