// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.prompt;

import static java.util.Objects.requireNonNull;

/**
 * A stretch of a prompt.
 *
 * @param text what it says
 * @param trusted whether control tokens in it are meant: yes for a chat template's words, no for a user's
 */
record PromptPart(String text, boolean trusted) {
    PromptPart {
        requireNonNull(text, "text is null");
    }
}
