// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.VerbOutput;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a verb and turns every way it can end into an exit code and a message. */
public final class VerbRunner {
    /** It worked. */
    public static final int OK = 0;
    /** It failed. */
    public static final int FAILED = 1;
    /** The line is not understood. */
    public static final int USAGE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(VerbRunner.class);

    private VerbRunner() {}

    /** Runs {@code verb} with the words behind its name; throws nothing but what {@code output} throws. */
    public static int run(Verb verb, List<String> words, VerbOutput output) {
        Usage usage = verb.usage();
        try {
            Arguments arguments = Arguments.parse(usage, words);
            if (arguments.has(Option.HELP)) {
                output.out(usage.help());
                return OK;
            }
            return verb.run(arguments, output);
        } catch (UsageException e) {
            output.err(Printable.line(e.getMessage()) + "\nUsage: " + usage.line() + "\n");
            return USAGE;
        } catch (InferenceException e) {
            return failed(usage, e, output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            output.err("interrupted: " + usage.name() + " was stopped before it was done.\n");
            return FAILED;
        } catch (RuntimeException e) {
            Problem defect = Problem.of(ErrorCode.INTERNAL, "A defect of Paddock; the log has the details.");
            return failed(usage, new InferenceException(defect, e), output);
        }
    }

    private static int failed(Usage usage, InferenceException failure, VerbOutput output) {
        if (failure.code() == ErrorCode.INTERNAL) {
            LOG.error("{} failed", usage.name(), failure);
        }
        output.err(ProblemText.of(failure.problem()));
        return FAILED;
    }
}
