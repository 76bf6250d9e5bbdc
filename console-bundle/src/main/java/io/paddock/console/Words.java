// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words. White space separates; single quotes keep everything, double quotes everything but the
 * backslash; outside single quotes a backslash takes the meaning from a quote, a blank or another backslash and is itself
 * everywhere else. Used by one thread, once.
 */
final class Words {
    private static final char NONE = 0;

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote = NONE;

    private Words(String line) {
        this.line = line;
    }

    /** The words of {@code line}; throws {@link UsageException} when a quote stays open. */
    static List<String> of(String line) {
        return new Words(line).split();
    }

    private List<String> split() {
        int at = 0;
        while (at < line.length()) {
            boolean escaped = escapes(at);
            read(line.charAt(escaped ? at + 1 : at), escaped);
            at += escaped ? 2 : 1;
        }
        if (quote != NONE) {
            throw new UsageException("The quote " + quote + " is not closed.");
        }
        endWord();
        return List.copyOf(words);
    }

    private boolean escapes(int at) {
        return quote != '\''
                && line.charAt(at) == '\\'
                && at + 1 < line.length()
                && "\\'\" ".indexOf(line.charAt(at + 1)) >= 0;
    }

    private void read(char c, boolean escaped) {
        if (escaped) {
            append(c);
        } else if (quote != NONE) {
            readQuoted(c);
        } else if (c == '"' || c == '\'') {
            quote = c;
            inWord = true;
        } else if (Character.isWhitespace(c)) {
            endWord();
        } else {
            append(c);
        }
    }

    private void readQuoted(char c) {
        if (c == quote) {
            quote = NONE;
        } else {
            append(c);
        }
    }

    private void append(char c) {
        word.append(c);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
