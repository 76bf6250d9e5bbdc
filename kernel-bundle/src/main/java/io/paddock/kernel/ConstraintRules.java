// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.util.Map;

/** What the open map of a consumer's constraints may say. Constraints that are not understood are left alone. Pure. */
final class ConstraintRules {
    static final String ACCEPT_UNAVAILABLE = "accept_unavailable";

    private ConstraintRules() {}

    static void check(Map<String, Object> constraints) {
        Object wish = constraints.get(ACCEPT_UNAVAILABLE);
        if (wish != null && !(wish instanceof Boolean)) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "consumer.constraints." + ACCEPT_UNAVAILABLE,
                    ACCEPT_UNAVAILABLE + " must be true or false"));
        }
    }

    /** Whether the consumer takes an instance that does not answer its health check. */
    static boolean acceptsUnavailable(Map<String, Object> constraints) {
        return Boolean.TRUE.equals(constraints.get(ACCEPT_UNAVAILABLE));
    }
}
