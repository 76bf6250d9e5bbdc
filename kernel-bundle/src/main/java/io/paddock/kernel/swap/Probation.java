// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import io.paddock.kernel.instance.Score;
import java.time.Duration;
import java.util.Optional;

/** Whether a candidate that serves is as good as it must be. Pure. */
final class Probation {
    /** One failure may be the request's fault. */
    private static final long LEAST_FAILURES = 2;
    /** So many answers make a median that means something, unless the probation is over. */
    private static final int LEAST_TIMES = 5;

    private final Duration slowest;

    /** @param slowest longest median time to a first byte, or null for any */
    Probation(Duration slowest) {
        this.slowest = slowest;
    }

    /**
     * Why the candidate does not pass, if that is known.
     *
     * @param id of the candidate
     * @param old how the requests to the old one went
     * @param candidate how those to the candidate went
     * @param last whether the probation is over
     */
    Optional<Problem> verdict(String id, Score old, Score candidate, boolean last) {
        if (candidate.failed() >= LEAST_FAILURES && share(candidate) > share(old)) {
            return Optional.of(Problem.of(
                    ErrorCode.PROBATION_FAILED,
                    id + " failed " + candidate.failed() + " of " + candidate.all()
                            + " requests; the one before failed " + old.failed() + " of " + old.all()));
        }
        boolean enough = candidate.timed() >= LEAST_TIMES || (last && candidate.timed() > 0);
        if (slowest != null && enough && candidate.median().compareTo(slowest) > 0) {
            return Optional.of(Problem.of(
                    ErrorCode.PROBATION_FAILED,
                    id + " took " + candidate.median().toMillis() + " ms to the first byte in the median of "
                            + candidate.timed() + " requests; " + slowest.toMillis() + " ms are the most"));
        }
        return Optional.empty();
    }

    private static double share(Score score) {
        return score.all() == 0 ? 0 : (double) score.failed() / score.all();
    }
}
