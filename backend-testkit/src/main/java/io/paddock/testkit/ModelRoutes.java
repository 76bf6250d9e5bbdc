// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** What a ready model server answers, route by route. Thread-safe. */
final class ModelRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_TYPE = "application/json";

    private final String model;
    private volatile boolean loaded = true;

    /** A whole answer. */
    record Answer(int status, String contentType, String body) {}

    ModelRoutes(String model) {
        this.model = model;
    }

    String model() {
        return model;
    }

    void loaded(boolean now) {
        loaded = now;
    }

    static Answer error(int status, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error").put("code", status).put("message", message);
        return json(status, body);
    }

    /** Answers {@code request} as a server would that has the model {@code served}. */
    Answer answer(SeenRequest request, String served) {
        return switch (request.method() + " " + request.path()) {
            case "GET /health" -> json(200, JSON.createObjectNode().put("status", "ok"));
            case "GET /v1/models" -> models(served);
            case "POST /v1/chat/completions" -> chat(request, served);
            case "POST /v1/completions" -> text(served);
            case "POST /v1/embeddings" -> embedding(served);
            case "GET /api/version" -> json(200, JSON.createObjectNode().put("version", "0.12.6"));
            case "GET /api/tags" -> installed(served, true);
            case "GET /api/ps" -> installed(served, loaded);
            case "POST /api/show" -> show(request, served);
            default -> error(404, "no such route");
        };
    }

    private static Answer models(String served) {
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        list.putArray("data").addObject().put("id", served).put("object", "model");
        return json(200, list);
    }

    private static Answer installed(String served, boolean listed) {
        ObjectNode list = JSON.createObjectNode();
        var models = list.putArray("models");
        if (listed) {
            ObjectNode item = models.addObject();
            item.put("name", served + ":latest").put("model", served + ":latest");
            item.put("size", 1234567);
            item.putObject("details").put("family", "llama").put("parameter_size", "1M");
        }
        return json(200, list);
    }

    private static Answer show(SeenRequest request, String served) {
        String wanted = parse(request.body()).path("model").asText();
        if (!wanted.equals(served) && !wanted.equals(served + ":latest")) {
            return json(404, JSON.createObjectNode().put("error", "model '" + wanted + "' not found"));
        }
        ObjectNode body = JSON.createObjectNode();
        body.putObject("details").put("family", "llama");
        body.putObject("model_info").put("general.architecture", "llama").put("llama.context_length", 2048);
        body.putArray("capabilities").add("completion").add("tools");
        return json(200, body);
    }

    private static Answer chat(SeenRequest request, String served) {
        if (parse(request.body()).path("stream").asBoolean()) {
            return stream(served);
        }
        ObjectNode body = head("chat.completion", served);
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", "one two three");
        return json(200, body);
    }

    private static Answer stream(String served) {
        StringBuilder events = new StringBuilder();
        for (String word : new String[] {"one", " two", " three"}) {
            ObjectNode event = head("chat.completion.chunk", served);
            ObjectNode choice = event.putArray("choices").addObject().put("index", 0);
            choice.putObject("delta").put("content", word);
            events.append("data: ").append(event).append("\n\n");
        }
        ObjectNode last = head("chat.completion.chunk", served);
        last.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("delta");
        events.append("data: ").append(last).append("\n\ndata: [DONE]\n\n");
        return new Answer(200, "text/event-stream", events.toString());
    }

    private static Answer text(String served) {
        ObjectNode body = head("text_completion", served);
        body.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("text", "one two")
                .put("finish_reason", "stop");
        return json(200, body);
    }

    private static Answer embedding(String served) {
        ObjectNode body = JSON.createObjectNode().put("object", "list").put("model", served);
        ObjectNode item =
                body.putArray("data").addObject().put("object", "embedding").put("index", 0);
        item.putArray("embedding").add(0.25).add(0.5).add(0.75);
        return json(200, body);
    }

    private static ObjectNode head(String object, String served) {
        return JSON.createObjectNode()
                .put("id", "fake-1")
                .put("object", object)
                .put("created", 0)
                .put("model", served);
    }

    private static Answer json(int status, JsonNode body) {
        return new Answer(status, JSON_TYPE, body.toString());
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree == null ? JSON.createObjectNode() : tree;
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
