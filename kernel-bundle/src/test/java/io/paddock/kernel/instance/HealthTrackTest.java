// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import static io.paddock.kernel.instance.Samples.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.HealthStatus;
import io.paddock.api.ManagementMode;
import io.paddock.spi.Health;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTrackTest {
    private static final Health WELL = new Health(HealthStatus.HEALTHY, "");
    private static final Health SILENT = new Health(HealthStatus.UNAVAILABLE, "timed out");

    private Vigilance vigilance = new Vigilance(2, Duration.ofSeconds(10), Duration.ofHours(1));
    private final HealthTrack ours = new HealthTrack(ManagementMode.RUNTIME_MANAGED, () -> vigilance);

    private HealthStatus seen(Health health, boolean worked, double seconds) {
        ours.seen(health, worked, at(seconds));
        return ours.status();
    }

    @Test
    void so_many_failures_in_a_row_as_configured_are_an_outage() {
        assertEquals(HealthStatus.DEGRADED, seen(SILENT, false, 1));
        assertEquals(HealthStatus.HEALTHY, seen(WELL, false, 2));
        assertEquals(HealthStatus.DEGRADED, seen(SILENT, false, 3));
        assertEquals(HealthStatus.UNAVAILABLE, seen(SILENT, false, 4));
        vigilance = new Vigilance(4, Duration.ofSeconds(10), Duration.ofHours(1));
        assertEquals(HealthStatus.DEGRADED, seen(SILENT, false, 5), "configuration holds at once");
    }

    @Test
    void busy_is_not_dead() {
        for (int i = 0; i < 20; i++) {
            assertEquals(HealthStatus.DEGRADED, seen(SILENT, true, i));
        }
        assertEquals("busy: requests move on, but timed out", ours.detail());
        seen(SILENT, false, 21);
        assertEquals(HealthStatus.UNAVAILABLE, seen(SILENT, false, 22), "when nothing moves any more, it is");
    }

    @Test
    void an_engine_of_ours_is_lost_after_a_long_outage() {
        seen(SILENT, false, 1);
        seen(SILENT, false, 2);
        assertTrue(ours.lost(at(11.9)).isEmpty());
        assertEquals(Duration.ofSeconds(10), ours.lost(at(12)).orElseThrow());
        seen(WELL, false, 13);
        assertTrue(ours.lost(at(100)).isEmpty());
    }

    @Test
    void an_engine_of_somebody_else_is_never_lost() {
        HealthTrack theirs = new HealthTrack(ManagementMode.EXTERNALLY_MANAGED, () -> vigilance);
        theirs.seen(SILENT, false, at(1));
        theirs.seen(SILENT, false, at(2));
        assertEquals(HealthStatus.UNAVAILABLE, theirs.status());
        assertTrue(theirs.lost(at(1000)).isEmpty());
    }

    @Test
    void when_it_was_looked_at_last_and_how_often_in_vain_is_shown() {
        assertEquals(Map.of(), ours.facts());
        seen(SILENT, false, 1);
        assertEquals(
                Map.of("health_checked_at_ms", Samples.WALL.toEpochMilli() + 1000, "health_failures_in_a_row", 1),
                ours.facts());
    }
}
