// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Endpoint;
import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceState;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Moment;
import java.util.Map;

/**
 * What the machine shows of itself, for any thread to read.
 *
 * @param state where it stands
 * @param health how it answers
 * @param detail the last thing seen, or null
 * @param endpoint with secrets, or null before it was ready
 * @param readyAt or null
 * @param lastError or null
 * @param facts more about it, for people
 */
record View(
        InstanceState state,
        HealthStatus health,
        String detail,
        Endpoint endpoint,
        Moment readyAt,
        Problem lastError,
        Map<String, Object> facts) {
    /** Whether it was given up because of a failure. */
    boolean failed() {
        return state == InstanceState.FAILED;
    }

    /** Why it is not ready yet, in words, or null. */
    String pending() {
        return state == InstanceState.STARTING ? detail : null;
    }

    /** The error for a log line, or nothing. */
    String because() {
        return lastError == null ? "" : ": " + lastError.detail();
    }
}
