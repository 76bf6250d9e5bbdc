// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.kernel.process.ExitFacts;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the end of an engine, or of an attempt to launch it, means to callers and to people. */
record EngineEnds(String instance) {
    private static final Logger LOG = LoggerFactory.getLogger(EngineEnds.class);

    Problem unlaunched(Throwable failure) {
        if (failure instanceof InferenceException known) {
            return known.problem();
        }
        LOG.error("{} could not be launched", instance, failure);
        return Problem.of(ErrorCode.LAUNCH_FAILED, instance + " could not be launched; the log says why");
    }

    /** @param because what its driver made of it, or the empty text */
    Problem exited(ExitFacts facts, boolean wasReady, String because) {
        String meaning = !because.isEmpty() ? because : facts.meaning();
        return Problem.of(
                ErrorCode.PROCESS_EXITED,
                "the process of " + instance + " " + facts.inWords() + (wasReady ? "" : " before it was ready")
                        + (meaning.isEmpty() ? "" : ": " + meaning)
                        + "; its last lines are in the instance's detail");
    }

    /** With the last lines, for people only. */
    static String lastWords(ExitFacts facts, List<String> lines) {
        return "process " + facts.inWords() + (lines.isEmpty() ? "" : ": " + String.join(" | ", lines));
    }

    /** A defect of ours. */
    Problem defect(Throwable failure) {
        LOG.error("{} failed on a defect", instance, failure);
        return Problem.of(ErrorCode.INTERNAL, instance + " failed on a defect; the log says why");
    }
}
