// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Tells why a runtime did not come up. */
final class StartFailure {
    private StartFailure() {}

    static void show(Install install, Readiness.Outcome outcome, Duration patience, int lines, Terminal terminal)
            throws IOException {
        String what = outcome == Readiness.Outcome.ENDED
                ? "the runtime ended while it started"
                : "the runtime was not ready within " + patience.toSeconds() + " s";
        terminal.err().println("paddock: " + what + "; the end of what it said:");
        List<String> log = LogTail.of(install.log(), lines);
        List<String> output = LogTail.of(install.output(), lines);
        output.forEach(line -> terminal.err().println("  " + line));
        log.forEach(line -> terminal.err().println("  " + line));
        if (log.isEmpty() && output.isEmpty()) {
            terminal.err().println("  (nothing)");
        }
    }
}
