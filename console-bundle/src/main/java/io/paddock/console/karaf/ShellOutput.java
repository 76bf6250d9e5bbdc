// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.karaf;

import io.paddock.api.VerbOutput;
import java.io.PrintStream;

/** Prints text at once and keeps messages for the end, where the shell wants them. Used by one thread. */
final class ShellOutput implements VerbOutput {
    private final PrintStream out;
    private final StringBuilder messages = new StringBuilder();

    /** @param out the calling thread's output: the shell puts a pipe or a terminal there */
    ShellOutput(PrintStream out) {
        this.out = out;
    }

    @Override
    public void out(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void err(String text) {
        messages.append(text);
    }

    String messages() {
        return messages.toString();
    }
}
