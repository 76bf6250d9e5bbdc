// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.verbs;

import io.paddock.api.VerbOutput;
import io.paddock.console.Printable;

/** Prints a text in pieces and knows whether its last line is ended. Used by one thread. */
final class StreamedText {
    private final VerbOutput output;
    private boolean midLine;

    StreamedText(VerbOutput output) {
        this.output = output;
    }

    void print(String piece) {
        output.out(Printable.lines(piece));
        midLine = !piece.endsWith("\n");
    }

    void endLine() {
        if (midLine) {
            output.out("\n");
            midLine = false;
        }
    }
}
