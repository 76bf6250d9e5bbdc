// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.HealthStatus;
import io.paddock.spi.Health;
import java.util.Objects;

/** Turns single health checks into a status: three failures in a row are an outage, one success ends it. */
final class HealthTrack {
    static final int FAILURES_OF_AN_OUTAGE = 3;

    private int failures;
    private HealthStatus status = HealthStatus.UNKNOWN;
    private String detail;

    /** Takes one check; answers whether status or detail changed. */
    boolean seen(Health health) {
        HealthStatus before = status;
        String detailBefore = detail;
        detail = health.detail().isBlank() ? null : health.detail();
        failures = health.status() == HealthStatus.UNAVAILABLE ? failures + 1 : 0;
        status = failures == 0 ? health.status() : failed();
        return status != before || !Objects.equals(detail, detailBefore);
    }

    private HealthStatus failed() {
        return failures >= FAILURES_OF_AN_OUTAGE ? HealthStatus.UNAVAILABLE : HealthStatus.DEGRADED;
    }

    HealthStatus status() {
        return status;
    }

    String detail() {
        return detail;
    }
}
