// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.Engines;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;

/** The engines, if a backend that has some is installed. */
final class EngineCalls {
    private EngineCalls() {}

    /** The service, or the sentence that it is not there. */
    static Engines need(Engines engines) {
        if (engines == null) {
            throw new InferenceException(
                    ErrorCode.BACKEND_NOT_REGISTERED,
                    "no backend with engines is installed; install one with: feature:install"
                            + " paddock-backend-llamacpp");
        }
        return engines;
    }
}
