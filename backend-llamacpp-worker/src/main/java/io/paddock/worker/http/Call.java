// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.paddock.worker.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One request and its answer. Used by one thread. */
final class Call {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int LARGEST_BODY = 16 << 20;

    private final HttpExchange exchange;
    private OutputStream events;
    private OutputStream begun;

    Call(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    /** A header of the request, or null. */
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** The body as a JSON object. */
    Fields body() throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new Refusal(413, "body_too_large", null, "the body is larger than " + LARGEST_BODY + " bytes");
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            if (body != null && body.isObject()) {
                return new Fields(body);
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "malformed_request", null, "the body is not JSON: " + e.getOriginalMessage());
        }
        throw new Refusal(400, "malformed_request", null, "the body must be a JSON object");
    }

    void answer(int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        if (begun != null) {
            begun.write(bytes);
            begun.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /**
     * Begins a JSON answer of status 200 with a blank, or sends another blank. Fails when the client is gone, which this
     * server cannot see in any other way.
     */
    void blank() throws IOException {
        if (begun == null) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            begun = exchange.getResponseBody();
        }
        begun.write(' ');
        begun.flush();
    }

    /** Sends one server-sent event; the first one opens the stream. */
    void event(JsonNode data) throws IOException {
        write("data: " + JSON.writeValueAsString(data) + "\n\n");
    }

    /** Ends the stream of events as OpenAI does. */
    void done() throws IOException {
        write("data: [DONE]\n\n");
        events.close();
    }

    /** A comment that clients skip; fails when the client is gone. */
    void heartbeat() throws IOException {
        write(": still here\n\n");
    }

    /**
     * Answers with an error, as an event when a stream is open already.
     *
     * @throws IOException when the client is gone, or when an answer has begun that cannot become an error any more
     */
    void refuse(Refusal refusal) throws IOException {
        if (begun != null) {
            throw new IOException("a begun answer can only be cut", refusal);
        }
        ObjectNode body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", refusal.getMessage())
                .put("type", type(refusal.status()))
                .put("param", refusal.param())
                .put("code", refusal.code());
        if (events != null) {
            event(body);
            events.close();
            return;
        }
        if (refusal.status() == 503) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        answer(refusal.status(), body);
    }

    private void write(String text) throws IOException {
        if (events == null) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            events = exchange.getResponseBody();
        }
        events.write(text.getBytes(StandardCharsets.UTF_8));
        events.flush();
    }

    private static String type(int status) {
        if (status == 401) {
            return "authentication_error";
        }
        return status < 500 ? "invalid_request_error" : "server_error";
    }
}
