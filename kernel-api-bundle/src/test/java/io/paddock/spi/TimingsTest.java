// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimingsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void a_time_that_is_not_positive_is_refused_by_name(long millis) {
        Duration wrong = Duration.ofMillis(millis);
        IllegalArgumentException ready =
                assertThrows(IllegalArgumentException.class, () -> Timings.DEFAULT.withReadyWithin(wrong));
        assertTrue(ready.getMessage().startsWith("readyWithin "), ready.getMessage());
        IllegalArgumentException idle =
                assertThrows(IllegalArgumentException.class, () -> Timings.DEFAULT.withIdleAfter(wrong));
        assertTrue(idle.getMessage().startsWith("idleAfter "), idle.getMessage());
    }

    @Test
    void an_engine_may_be_killed_at_once_but_not_earlier() {
        assertEquals(Duration.ZERO, Timings.DEFAULT.withStopGrace(Duration.ZERO).stopGrace());
        Duration before = Duration.ofMillis(-1);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Timings.DEFAULT.withStopGrace(before));
        assertTrue(refused.getMessage().startsWith("stopGrace "), refused.getMessage());
    }

    @Test
    void no_idle_limit_means_never() {
        assertEquals(null, Timings.DEFAULT.withIdleAfter(null).idleAfter());
    }
}
