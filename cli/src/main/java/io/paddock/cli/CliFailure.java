// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

/** A verb cannot go on. The message is for the person at the terminal and says what to do. */
final class CliFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CliFailure(String message) {
        this(message, 1);
    }

    CliFailure(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** A line that is not understood: exit code 2. */
    static CliFailure usage(String message) {
        return new CliFailure(message, 2);
    }

    int exitCode() {
        return exitCode;
    }
}
