// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import java.time.Duration;

/** What one instance tells those whom it cannot serve. Pure. */
record Refusals(InstanceIdentity identity) {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** It is there, but does not answer its health check. */
    Problem unavailable(String seen) {
        return Problem.retryable(
                ErrorCode.INSTANCE_UNAVAILABLE,
                identity.id() + " does not answer its health check: " + orSilence(seen),
                identity.timings().healthEvery());
    }

    /** It did not answer its health check for so long that it is given up. */
    Problem lost(Duration outage, String seen) {
        return Problem.of(
                ErrorCode.INSTANCE_UNAVAILABLE,
                identity.id() + " did not answer its health check for " + outage.toMillis() + " ms; last seen: "
                        + orSilence(seen));
    }

    private static String orSilence(String seen) {
        return seen == null ? "it does not answer" : seen;
    }

    /** It was not ready in time. */
    Problem late(String verdict) {
        return Problem.of(ErrorCode.READINESS_TIMEOUT, identity.id() + " " + verdict);
    }

    /** It was stopped before it was ready. */
    Problem stoppedEarly() {
        return Problem.retryable(
                ErrorCode.DRAINING, identity.id() + " was stopped before it was ready; try again", RETRY_AFTER);
    }

    /** It ends, and whoever used it must go. */
    Problem over(String why) {
        return Problem.of(ErrorCode.DRAINING, identity.id() + " " + why);
    }
}
