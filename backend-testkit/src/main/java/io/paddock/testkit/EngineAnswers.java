// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.testkit.loop.Exchange;
import java.io.IOException;

/** The routes of the fake engine. Loop thread only. */
final class EngineAnswers {
    private static final String JSON_TYPE = "application/json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineSettings settings;
    private final EngineCounters counters;
    private final TimerAt timer;
    private long sequence;

    /** Runs something later on the loop's thread. */
    @FunctionalInterface
    interface TimerAt {
        void at(long dueNanos, Runnable action);
    }

    EngineAnswers(EngineSettings settings, EngineCounters counters, TimerAt timer) {
        this.settings = settings;
        this.counters = counters;
        this.timer = timer;
    }

    void health(Exchange exchange) {
        send(exchange, 200, JSON.createObjectNode().put("status", "ok"));
    }

    void models(Exchange exchange) {
        ObjectNode list = JSON.createObjectNode().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", settings.model())
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "paddock");
        send(exchange, 200, list);
    }

    void stats(Exchange exchange) {
        send(exchange, 200, JSON.valueToTree(counters.snapshot()));
    }

    void error(Exchange exchange, int status, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("code", status)
                .put("message", message)
                .put("type", status == 503 ? "unavailable_error" : "invalid_request_error");
        send(exchange, status, body);
    }

    void generate(byte[] body, Exchange exchange, boolean chat) {
        JsonNode request = parse(body);
        int wanted = request.path("max_completion_tokens")
                .asInt(request.path("max_tokens").asInt(Integer.MAX_VALUE));
        Generation generation = new Generation(
                name(request, chat),
                settings.model(),
                chat,
                Math.max(1, Math.min(settings.clock().tokens(), wanted)),
                wanted < settings.clock().tokens(),
                request.path("stream_options").path("include_usage").asBoolean());
        counters.started();
        exchange.whenLost(() -> counters.cancelled(System.nanoTime()));
        TokenClock clock = settings.clock();
        if (request.path("stream").asBoolean()) {
            new TokenStream(generation, clock, exchange, counters, timer).begin();
        } else {
            timer.at(System.nanoTime() + clock.dueNanos(generation.tokens() - 1), () -> whole(generation, exchange));
        }
    }

    private void whole(Generation generation, Exchange exchange) {
        if (exchange.open()) {
            counters.tokens(generation.tokens());
            counters.completed();
            exchange.send(200, JSON_TYPE, generation.whole().getBytes(UTF_8));
        }
    }

    void embed(byte[] body, Exchange exchange) {
        JsonNode input = parse(body).path("input");
        ObjectNode answer = JSON.createObjectNode().put("object", "list").put("model", settings.model());
        ArrayNode data = answer.putArray("data");
        int texts = input.isArray() ? input.size() : 1;
        for (int i = 0; i < texts; i++) {
            String text = (input.isArray() ? input.path(i) : input).asText();
            ObjectNode item = data.addObject().put("object", "embedding").put("index", i);
            ArrayNode vector = item.putArray("embedding");
            for (int d = 0; d < 8; d++) {
                vector.add((((text.hashCode() * 31L + d * 7919L) & 0xffff) + 1) / 65537.0);
            }
        }
        answer.putObject("usage").put("prompt_tokens", texts).put("total_tokens", texts);
        send(exchange, 200, answer);
    }

    private String name(JsonNode request, boolean chat) {
        String user = request.path("user").asText();
        if (user.matches("[A-Za-z0-9_-]{1,64}")) {
            return user;
        }
        JsonNode messages = request.path("messages");
        String last = chat
                ? messages.path(messages.size() - 1).path("content").asText()
                : request.path("prompt").asText();
        return last.matches("[A-Za-z0-9_-]{1,64}") ? last : Long.toString(++sequence);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            if (tree == null || !tree.isObject()) {
                throw new IllegalArgumentException("the body is not a JSON object");
            }
            return tree;
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
    }

    private static void send(Exchange exchange, int status, JsonNode body) {
        try {
            exchange.send(status, JSON_TYPE, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
