// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why something could not be done on a target: a sentence for everybody, and what only the log may name. */
final class Refusal {
    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    private Refusal() {}

    /**
     * A refusal.
     *
     * @param fact goes on after the target's name; names no path
     * @param forTheLog paths and the like, or the empty text
     */
    static InferenceException of(Target target, String fact, Object forTheLog) {
        LOG.warn("ssh target '{}' {}: {}", target.name(), fact, String.valueOf(forTheLog));
        return new InferenceException(ErrorCode.LAUNCH_FAILED, "ssh target '" + target.name() + "' " + fact);
    }
}
