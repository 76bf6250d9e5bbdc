// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.HealthStatus;
import io.paddock.api.ManagementMode;
import io.paddock.kernel.work.Moment;
import io.paddock.spi.Health;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Turns single health checks into a status: so many failures in a row are an outage, one success ends it. */
final class HealthTrack {
    private final boolean ours;
    private final Supplier<Vigilance> vigilance;
    private int failures;
    private HealthStatus status = HealthStatus.UNKNOWN;
    private String detail;
    private Moment lastCheck;
    private Moment outageSince; // null while it is available

    /**
     * @param mode who owns the engine
     * @param vigilance how closely it is watched
     */
    HealthTrack(ManagementMode mode, Supplier<Vigilance> vigilance) {
        this.ours = mode == ManagementMode.RUNTIME_MANAGED;
        this.vigilance = vigilance;
    }

    /**
     * Takes one check.
     *
     * @param worked whether a request moved on since the last check: then it is busy, not dead
     */
    void seen(Health health, boolean worked, Moment now) {
        boolean silent = health.status() == HealthStatus.UNAVAILABLE;
        lastCheck = now;
        failures = silent && !worked ? failures + 1 : 0;
        detail = health.detail().isBlank() ? null : health.detail();
        if (failures >= vigilance.get().failuresOfAnOutage()) {
            outageSince = outageSince == null ? now : outageSince;
            status = HealthStatus.UNAVAILABLE;
        } else {
            outageSince = null;
            status = silent ? HealthStatus.DEGRADED : health.status();
            detail = silent && worked ? "busy: requests move on, but " + detail : detail;
        }
    }

    /**
     * How long it has been unavailable, if that is too long. Somebody else's engine is only watched: it may come back
     * by itself, and nothing of ours can bring it back.
     */
    Optional<Duration> lost(Moment now) {
        return Optional.ofNullable(outageSince)
                .filter(since -> ours)
                .map(now::since)
                .filter(outage -> outage.compareTo(vigilance.get().longestOutage()) >= 0);
    }

    HealthStatus status() {
        return status;
    }

    String detail() {
        return detail;
    }

    /** When it was looked at last and how often in vain, for people. */
    Map<String, Object> facts() {
        return lastCheck == null
                ? Map.of()
                : Map.of("health_checked_at_ms", lastCheck.wall().toEpochMilli(), "health_failures_in_a_row", failures);
    }
}
