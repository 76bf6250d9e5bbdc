// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers as a runtime does, without being one. As a program it takes port and data folder from the environment, as the
 * real one does.
 */
final class FakeRuntime implements AutoCloseable {
    static final String TOKEN = "fake-token";

    /** What it was asked: method, path with query, body. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final String mood;

    FakeRuntime(int port, String mood) throws IOException {
        this.mood = mood;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public static void main(String[] args) throws IOException {
        String mood = System.getenv().getOrDefault("FAKE_MOOD", "");
        System.out.println("fake runtime, mood " + mood);
        if (mood.equals("dies")) {
            System.exit(7);
        }
        Path token = Path.of(System.getenv("KARAF_DATA"), "paddock", "admin.token");
        Files.createDirectories(token.getParent());
        Files.writeString(token, TOKEN + "\n");
        FakeRuntime runtime = new FakeRuntime(Integer.parseInt(System.getenv("PADDOCK_PORT")), mood);
        Runtime.getRuntime().addShutdownHook(new Thread(runtime::close, "fake-end"));
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String route = call.getRequestMethod() + " " + call.getRequestURI();
        seen.add(route + " " + body);
        switch (route) {
            case "GET /readyz" -> send(call, mood.equals("unready") ? 503 : 200, "{}");
            case "GET /api/v1/backends" -> send(call, 200, """
                    {"items":[{"manifest":{"backend":"llamacpp"},"state":"available","detail":"fine"}],"next":null}""");
            case "POST /api/v1/endpoints" -> ensure(call);
            case "GET /api/v1/models" -> send(call, 200, """
                    {"items":[{"id":"paddock-demo","metadata":{"chat_template":%s}}],"next":null}""".formatted(!mood.equals("continues")));
            case "POST /v1/chat/completions" -> chat(call);
            case "POST /v1/completions" -> send(call, 200, """
                    data: {"choices":[{"text":" and so on."}]}

                    data: [DONE]

                    """);
            case "DELETE /api/v1/leases/l-1?owner_ref=paddock-demo-run" -> call.sendResponseHeaders(204, -1);
            case "POST /api/v1/console" -> console(call, body);
            default -> send(call, 404, "{}");
        }
        call.close();
    }

    private void ensure(HttpExchange call) throws IOException {
        if (mood.equals("refuses")) {
            send(call, 404, """
                    {"code":"model_not_found","detail":"no such model; put it into models"}""");
            return;
        }
        send(call, 201, """
                {"endpoint":{"endpoint_id":"e-1","lease_ref":"l-1","base_url":"http://127.0.0.1:1/v1","headers":{"a":"b"}},
                 "lease":{"lease_ref":"l-1","owner_ref":"paddock-demo-run","ttl_ms":120000,"context":{}},
                 "compatibility":{"compatible":true,"reason":"protocol_match"},"instance_id":"i-1","reused":false}""");
    }

    private void chat(HttpExchange call) throws IOException {
        send(call, 200, """
                data: {"choices":[{"delta":{"content":"Paddock "}}]}

                data: {"choices":[{"delta":{"content":"is a runtime."}}]}

                """ + (mood.equals("cuts") ? "" : "data: [DONE]\n\n"));
    }

    private static void console(HttpExchange call, String body) throws IOException {
        if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
            send(call, 401, """
                    {"code":"wrong_token","detail":"the admin token is wrong"}""");
        } else if (body.contains("half")) {
            send(call, 200, "{\"out\":\"be\"}\n");
        } else {
            send(call, 200, "{\"out\":\"one\\n\"}\n{\"err\":\"two\\n\"}\n{\"exit\":2}\n");
        }
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
    }
}
