// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A daemon that pulls, loads and unloads as a test tells it, and keeps what it was asked for. */
final class FakeDaemon implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Set<String> installed = ConcurrentHashMap.newKeySet();
    final Set<String> loaded = ConcurrentHashMap.newKeySet();
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** Lines of the pull; the one with {@code success} installs, an empty one ends. */
    final BlockingQueue<String> pullLines = new LinkedBlockingQueue<>();

    final CountDownLatch pullBroken = new CountDownLatch(1);
    /** Answers a load; an error text refuses it, an empty one grants it. */
    final BlockingQueue<String> loads = new LinkedBlockingQueue<>();

    volatile List<String> abilities = List.of("completion");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FakeDaemon() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 16);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            JsonNode request = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
            String model = request.path("model").asText();
            switch (path) {
                case "/api/version" ->
                    send(exchange, 200, JSON.createObjectNode().put("version", "0.12.6"));
                case "/api/show" -> show(exchange, model);
                case "/api/ps" -> send(exchange, 200, listed());
                case "/api/pull" -> {
                    asked.add("pull " + request);
                    pull(exchange, model);
                }
                default -> {
                    asked.add(path.substring("/api/".length()) + " " + request);
                    serve(exchange, request, model);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(HttpExchange exchange, String model) throws IOException {
        if (!installed.contains(model)) {
            send(exchange, 404, JSON.createObjectNode().put("error", "model '" + model + "' not found"));
            return;
        }
        ObjectNode shown = JSON.createObjectNode();
        abilities.forEach(shown.putArray("capabilities")::add);
        send(exchange, 200, shown);
    }

    private ObjectNode listed() {
        ObjectNode list = JSON.createObjectNode();
        var models = list.putArray("models");
        loaded.forEach(name -> models.addObject().put("name", name));
        return list;
    }

    private void pull(HttpExchange exchange, String model) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String line = pullLines.take(); !line.isEmpty(); line = pullLines.take()) {
            if (line.contains("success")) {
                installed.add(model);
            }
            try {
                out.write((line + "\n").getBytes(UTF_8));
                out.flush();
            } catch (IOException e) {
                pullBroken.countDown();
                return;
            }
        }
    }

    private void serve(HttpExchange exchange, JsonNode request, String model) throws IOException, InterruptedException {
        if (request.path("keep_alive").asInt(1) == 0) {
            loaded.remove(model);
            send(exchange, 200, JSON.createObjectNode().put("done_reason", "unload"));
            return;
        }
        String refusal = loads.poll(20, TimeUnit.SECONDS);
        if (refusal == null || !refusal.isEmpty()) {
            send(exchange, 500, JSON.createObjectNode().put("error", refusal));
        } else {
            loaded.add(model);
            send(exchange, 200, JSON.createObjectNode().put("done", true));
        }
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
