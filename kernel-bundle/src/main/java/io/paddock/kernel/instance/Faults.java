// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.work.Cut;
import io.paddock.kernel.work.Overrun;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed call into a backend means to a caller. The stack trace goes to the log, never further. */
public final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private Faults() {}

    /**
     * The problem behind {@code failure}.
     *
     * @param backend whose code failed
     * @param doing what it was asked for, as a gerund: {@code planning}
     */
    public static Problem of(Throwable failure, String backend, String doing) {
        if (failure instanceof InferenceException known) {
            return known.problem();
        }
        if (failure instanceof Cut) {
            return removed(backend);
        }
        if (failure instanceof Overrun) {
            LOG.warn("backend '{}': {}", backend, failure.getMessage());
            return Problem.of(ErrorCode.BACKEND_FAILED, "backend '" + backend + "' took too long while " + doing);
        }
        LOG.warn("backend '{}' failed while {}", backend, doing, failure);
        return Problem.of(
                ErrorCode.BACKEND_FAILED,
                "backend '" + backend + "' failed while " + doing + " ("
                        + failure.getClass().getSimpleName() + "); the log has the details");
    }

    /** The backend is on its way out. */
    public static Problem removed(String backend) {
        return Problem.retryable(
                ErrorCode.DRAINING, "backend '" + backend + "' is being removed; try again", RETRY_AFTER);
    }
}
