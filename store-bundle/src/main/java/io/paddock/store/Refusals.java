// SPDX-License-Identifier: Apache-2.0
package io.paddock.store;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.time.Duration;

/** What is told to those whose change was not written. Pure. */
final class Refusals {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private Refusals() {}

    /** A write failed; the next one may not. */
    static InferenceException unwritten() {
        return of("the state of the runtime could not be written; free space on its disk and try again");
    }

    /** More wait than is good. */
    static InferenceException tooMany() {
        return of("the disk is too slow for the state of the runtime; try again later");
    }

    /** Nothing will be written before a restart. */
    static InferenceException unusable(String why) {
        return of("the state of the runtime cannot be kept because " + why
                + "; mend that and restart the runtime, or set durable_leases=false to do without");
    }

    private static InferenceException of(String detail) {
        return new InferenceException(Problem.retryable(ErrorCode.STATE_UNWRITABLE, detail, RETRY_AFTER));
    }
}
