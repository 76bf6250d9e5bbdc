// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

/** Makes texts fit for native code, where half a surrogate pair would end the process. */
final class NativeText {
    private NativeText() {}

    /** The text with each half surrogate pair replaced by U+FFFD. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xfffd : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
