// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The JSON forms of OpenAI's API.
 *
 * @param model name of the model
 * @param request what is answered
 * @param id id of the answer, in all its pieces
 * @param created when it was begun, in seconds
 */
record EchoJson(String model, EchoRequest request, String id, long created) {
    private static final ObjectMapper JSON = new ObjectMapper();

    EchoJson(String model, EchoRequest request) {
        this(model, request, "chatcmpl-" + UUID.randomUUID(), Instant.now().getEpochSecond());
    }

    static JsonNode health(String model, String proof) {
        return JSON.createObjectNode().put("status", "ok").put("model", model).put("proof", proof);
    }

    static JsonNode error(String message, String code) {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("error")
                .put("message", message)
                .put("type", "invalid_request_error")
                .put("code", code);
        return json;
    }

    static JsonNode models(String model) {
        ObjectNode json = JSON.createObjectNode().put("object", "list");
        json.putArray("data")
                .addObject()
                .put("id", model)
                .put("object", "model")
                .put("owned_by", "echo");
        return json;
    }

    /** The answer in one piece. */
    JsonNode whole() {
        ObjectNode json = head("chat.completion");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0).put("finish_reason", reason());
        choice.putObject("message").put("role", "assistant").put("content", String.join("", request.words()));
        json.set("usage", usage());
        return json;
    }

    /** The answer word by word, then its end, then the count of words if that is wished. */
    List<JsonNode> chunks() {
        List<JsonNode> chunks = new ArrayList<>();
        for (String word : request.words()) {
            chunks.add(chunk(JSON.createObjectNode().put("role", "assistant").put("content", word), null));
        }
        chunks.add(chunk(JSON.createObjectNode(), reason()));
        if (request.usage()) {
            ObjectNode last = head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage());
            chunks.add(last);
        }
        return chunks;
    }

    private ObjectNode chunk(ObjectNode delta, String reason) {
        ObjectNode json = head("chat.completion.chunk");
        ObjectNode choice = json.putArray("choices").addObject().put("index", 0).put("finish_reason", reason);
        choice.set("delta", delta);
        return json;
    }

    private ObjectNode head(String object) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private ObjectNode usage() {
        int answered = request.words().size();
        return JSON.createObjectNode()
                .put("prompt_tokens", request.promptWords())
                .put("completion_tokens", answered)
                .put("total_tokens", request.promptWords() + answered);
    }

    private String reason() {
        return request.cut() ? "length" : "stop";
    }
}
