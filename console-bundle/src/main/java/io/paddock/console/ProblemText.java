// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import io.paddock.api.Compatibility;
import io.paddock.api.Problem;
import java.util.stream.Collectors;

/** A failure as people read it. */
public final class ProblemText {
    private ProblemText() {}

    /** {@code code: sentence}, the field and what would help, with line ends. */
    public static String of(Problem problem) {
        StringBuilder text = new StringBuilder(line(problem)).append('\n');
        if (problem.compatibility() != null) {
            text.append(reasons(problem.compatibility()));
        }
        if (problem.retryAfter() != null) {
            text.append("  try again in ")
                    .append(Times.shown(problem.retryAfter()))
                    .append('\n');
        }
        return text.toString();
    }

    /** The first line of it, without line end. */
    public static String line(Problem problem) {
        String field = problem.field() == null ? "" : " (" + problem.field() + ")";
        return Printable.line(problem.code().wireName() + ": " + problem.detail() + field);
    }

    private static String reasons(Compatibility compatibility) {
        String mismatches = compatibility.mismatches().stream()
                .map(mismatch -> Printable.line("  " + mismatch.requirement() + ": wanted " + mismatch.wanted()
                                + ", offered " + mismatch.offered())
                        + "\n")
                .collect(Collectors.joining());
        return compatibility.alternatives().isEmpty()
                ? mismatches
                : mismatches + "  would fit: " + String.join(", ", compatibility.alternatives()) + "\n";
    }
}
