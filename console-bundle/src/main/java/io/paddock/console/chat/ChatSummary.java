// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.chat;

import java.time.Duration;

/**
 * A whole answer and how fast it came.
 *
 * @param model the model that answered
 * @param content its text
 * @param finishReason why it ended, as the engine says, or null
 * @param promptTokens length of the prompt as the engine counts, or null
 * @param completionTokens length of the answer as the engine counts, else the number of pieces it came in
 * @param tokensPerSecond from the first piece to the last, or null when there were too few to tell
 * @param timeToFirstToken from sending the question to the first piece of text, or null when there was none
 */
public record ChatSummary(
        String model,
        String content,
        String finishReason,
        Long promptTokens,
        long completionTokens,
        Double tokensPerSecond,
        Duration timeToFirstToken) {}
