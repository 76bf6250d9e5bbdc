// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The routes of OpenAI's API that a chat needs. */
final class EchoRoutes implements HttpHandler {
    private static final int LARGEST_BODY = 1 << 20;

    private final String model;
    private final Duration delay;
    private final String key;
    private final String proof;

    /**
     * @param model name of the one model; when it ends in {@code -upper}, the words come back in capitals
     * @param delay pause before each word
     * @param key what callers must send, or the empty text
     * @param proof what shows that this process holds the key
     */
    EchoRoutes(String model, Duration delay, String key, String proof) {
        this.model = model;
        this.delay = delay;
        this.key = key;
        this.proof = proof;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String route =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            if (route.equals("GET /health")) {
                send(exchange, 200, EchoJson.health(model, proof));
            } else if (!hasKey(exchange)) {
                send(exchange, 401, EchoJson.error("the key is missing or wrong", "invalid_api_key"));
            } else if (route.equals("GET /v1/models")) {
                send(exchange, 200, EchoJson.models(model));
            } else if (route.equals("POST /v1/chat/completions")) {
                chat(exchange);
            } else {
                send(exchange, 404, EchoJson.error("there is no route " + route, "route_not_found"));
            }
        }
    }

    private boolean hasKey(HttpExchange exchange) {
        String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return key.isEmpty() || MessageDigest.isEqual(sent.getBytes(UTF_8), ("Bearer " + key).getBytes(UTF_8));
    }

    private void chat(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            send(exchange, 413, EchoJson.error("a body has at most " + LARGEST_BODY + " bytes", "body_too_large"));
            return;
        }
        EchoRequest request;
        try {
            request = EchoRequest.parse(body, model.endsWith("-upper"));
        } catch (IllegalArgumentException e) {
            send(exchange, 400, EchoJson.error(e.getMessage(), "invalid_request"));
            return;
        }
        if (!request.model().equals(model)) {
            send(exchange, 404, EchoJson.error("there is no such model; there is " + model, "model_not_found"));
        } else if (request.stream()) {
            stream(exchange, new EchoJson(model, request));
        } else {
            request.words().forEach(word -> pause());
            send(exchange, 200, new EchoJson(model, request).whole());
        }
    }

    /** A client that went away makes the next write fail, and that ends the stream. */
    private void stream(HttpExchange exchange, EchoJson answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (JsonNode chunk : answer.chunks()) {
                pause();
                event(out, chunk.toString());
            }
            event(out, "[DONE]");
        }
    }

    private void pause() {
        LockSupport.parkNanos(delay.toNanos()); // may come back early; then a word comes early
    }

    private static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] body = json.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
