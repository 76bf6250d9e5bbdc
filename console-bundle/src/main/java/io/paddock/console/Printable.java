// SPDX-License-Identifier: Apache-2.0
package io.paddock.console;

/** Keeps what others wrote from steering the terminal it is shown on. */
public final class Printable {
    private Printable() {}

    /** The text on one line: control characters become blanks. */
    public static String line(String text) {
        return replaceControls(text, false);
    }

    /** The text with its lines and tabs; other control characters become blanks. */
    public static String lines(String text) {
        return replaceControls(text, true);
    }

    private static String replaceControls(String text, boolean keepLines) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) && !(keepLines && (c == '\n' || c == '\t')) ? ' ' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
