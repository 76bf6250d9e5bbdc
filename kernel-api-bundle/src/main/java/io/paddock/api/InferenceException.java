// SPDX-License-Identifier: Apache-2.0
package io.paddock.api;

import static java.util.Objects.requireNonNull;

/** The only way a call into the kernel or a backend fails: a {@link Problem} that travels as an exception. */
public final class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public InferenceException(Problem problem) {
        super(requireNonNull(problem, "problem is null").detail());
        this.problem = problem;
    }

    public InferenceException(Problem problem, Throwable cause) {
        super(requireNonNull(problem, "problem is null").detail(), cause);
        this.problem = problem;
    }

    public InferenceException(ErrorCode code, String detail) {
        this(Problem.of(code, detail));
    }

    /** What went wrong, never null. */
    public Problem problem() {
        return problem;
    }

    /** Shorthand for the code of the problem. */
    public ErrorCode code() {
        return problem.code();
    }
}
