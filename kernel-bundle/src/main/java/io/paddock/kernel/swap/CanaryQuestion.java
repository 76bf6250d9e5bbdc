// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.api.Protocol;
import java.io.IOException;
import java.util.Optional;

/** What a canary asks in one protocol, and what an answer must be. Pure. */
record CanaryQuestion(Protocol protocol) {
    private static final String GREETING = "Say hello.";
    private static final int TOKENS = 16;
    private static final JsonMapper JSON = new JsonMapper();

    /** What follows the endpoint's base URL. */
    String path() {
        return switch (protocol) {
            case OPENAI_CHAT_COMPLETIONS -> "/chat/completions";
            case OPENAI_COMPLETIONS -> "/completions";
            case OPENAI_EMBEDDINGS -> "/embeddings";
        };
    }

    /**
     * The request's body.
     *
     * @param prompt what to ask, or null
     */
    String body(String model, String prompt) {
        String asked = prompt == null ? GREETING : prompt;
        ObjectNode body = JSON.createObjectNode().put("model", model);
        switch (protocol) {
            case OPENAI_CHAT_COMPLETIONS -> {
                body.put("max_tokens", TOKENS).put("temperature", 0);
                body.putArray("messages").addObject().put("role", "user").put("content", asked);
            }
            case OPENAI_COMPLETIONS ->
                body.put("max_tokens", TOKENS).put("temperature", 0).put("prompt", asked);
            case OPENAI_EMBEDDINGS -> body.put("input", asked);
        }
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree could not be written", e);
        }
    }

    /**
     * Whether an answer that is no success says that the model does not know this protocol at all; any other says that
     * it fails at it.
     */
    boolean unknownTo(int status, byte[] answer) {
        return switch (status) {
            case 404, 405, 501 -> true;
            case 400 -> new String(answer, UTF_8).contains("does not support"); // Ollama and vLLM say it so
            default -> false;
        };
    }

    /**
     * Why an answer is none, or nothing.
     *
     * @param expected a text that must be in it, or null
     */
    Optional<String> fault(byte[] answer, String expected) {
        JsonNode tree;
        try {
            tree = JSON.readTree(answer);
        } catch (IOException e) {
            return Optional.of("the answer is not JSON");
        }
        return protocol == Protocol.OPENAI_EMBEDDINGS ? vectorFault(tree) : textFault(tree, expected);
    }

    private static Optional<String> vectorFault(JsonNode tree) {
        JsonNode vector = tree.at("/data/0/embedding");
        if (!vector.isArray() || vector.isEmpty()) {
            return Optional.of("the answer has no vector in data[0].embedding");
        }
        double length = 0;
        for (JsonNode number : vector) {
            if (!number.isNumber()) {
                return Optional.of("the vector has something in it that is no number");
            }
            length += Math.abs(number.asDouble());
        }
        return length == 0 ? Optional.of("the vector is zero") : Optional.empty();
    }

    private Optional<String> textFault(JsonNode tree, String expected) {
        boolean chat = protocol == Protocol.OPENAI_CHAT_COMPLETIONS;
        JsonNode choice = tree.at("/choices/0");
        if (!choice.isObject()) {
            return Optional.of("the answer has no choices[0]");
        }
        String text = chat
                ? choice.at("/message/content").asText("")
                        + choice.at("/message/reasoning_content").asText("")
                : choice.path("text").asText("");
        if (text.isEmpty()) {
            return Optional.of("the answer has no text");
        }
        return expected == null || text.contains(expected)
                ? Optional.empty()
                : Optional.of("the answer does not contain the expected text");
    }
}
