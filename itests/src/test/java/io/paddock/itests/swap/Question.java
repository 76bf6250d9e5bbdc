// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

/**
 * A chat request, and what must be answered to it.
 *
 * @param body the request as JSON, without {@code stream}
 * @param answer the whole text that is right, or null when it is asked to learn it
 */
record Question(String body, String answer) {
    /** Fails unless that is the answer. */
    void check(String text) {
        if (answer != null && !answer.equals(text)) {
            throw new AssertionError("another text, to " + body + ": " + text);
        }
    }

    /** The body of a streamed request. */
    String streamed() {
        return "{\"stream\":true," + body.substring(1);
    }
}
