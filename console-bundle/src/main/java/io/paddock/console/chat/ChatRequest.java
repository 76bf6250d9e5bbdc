// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One question.
 *
 * @param prompt what is asked
 * @param system the system message, or null
 * @param maxTokens longest answer, or null
 * @param temperature 0 or more, or null
 */
public record ChatRequest(String prompt, String system, Integer maxTokens, Double temperature) {
    /** The body of the call. */
    String body(String model) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("model", model);
        ArrayNode messages = body.putArray("messages");
        if (system != null) {
            messages.addObject().put("role", "system").put("content", system);
        }
        messages.addObject().put("role", "user").put("content", prompt);
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        if (maxTokens != null) {
            body.put("max_tokens", maxTokens);
        }
        if (temperature != null) {
            body.put("temperature", temperature);
        }
        return body.toString();
    }
}
