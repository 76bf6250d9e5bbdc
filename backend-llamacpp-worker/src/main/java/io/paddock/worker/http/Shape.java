// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/** The JSON of one answer, as chat or text completion, whole or in chunks. */
final class Shape {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final boolean chat;
    private final String id;
    private final long created = Instant.now().getEpochSecond();
    private final String model;

    private Shape(boolean chat, String model) {
        byte[] random = new byte[12];
        RANDOM.nextBytes(random);
        this.chat = chat;
        this.id = (chat ? "chatcmpl-" : "cmpl-") + HexFormat.of().formatHex(random);
        this.model = model;
    }

    static Shape chat(String model) {
        return new Shape(true, model);
    }

    static Shape text(String model) {
        return new Shape(false, model);
    }

    /** The answer in one piece. */
    ObjectNode whole(String text, Completion.Outcome outcome, int promptTokens) {
        ObjectNode answer = head(chat ? "chat.completion" : "text_completion");
        ObjectNode choice = choice(answer, outcome.finishReason());
        if (chat) {
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", text)
                    .putNull("refusal");
        } else {
            choice.put("text", text);
        }
        answer.set("usage", usage(promptTokens, outcome.tokens()));
        return answer;
    }

    /** The chunk before the first text: it names the role. Null when this shape has none. */
    ObjectNode firstChunk() {
        if (!chat) {
            return null;
        }
        ObjectNode chunk = head("chat.completion.chunk");
        choice(chunk, null).putObject("delta").put("role", "assistant").put("content", "");
        return chunk;
    }

    ObjectNode textChunk(String text) {
        ObjectNode chunk = head(chat ? "chat.completion.chunk" : "text_completion");
        ObjectNode choice = choice(chunk, null);
        if (chat) {
            choice.putObject("delta").put("content", text);
        } else {
            choice.put("text", text);
        }
        return chunk;
    }

    ObjectNode lastChunk(String finishReason) {
        ObjectNode chunk = head(chat ? "chat.completion.chunk" : "text_completion");
        ObjectNode choice = choice(chunk, finishReason);
        if (chat) {
            choice.putObject("delta");
        } else {
            choice.put("text", "");
        }
        return chunk;
    }

    /** The chunk with the counts, which has no choice. */
    ObjectNode usageChunk(int promptTokens, int completionTokens) {
        ObjectNode chunk = head(chat ? "chat.completion.chunk" : "text_completion");
        chunk.putArray("choices");
        chunk.set("usage", usage(promptTokens, completionTokens));
        return chunk;
    }

    private ObjectNode head(String object) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode choice(ObjectNode answer, String finishReason) {
        return answer.putArray("choices")
                .addObject()
                .put("index", 0)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
    }

    private static ObjectNode usage(int prompt, int completion) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }
}
