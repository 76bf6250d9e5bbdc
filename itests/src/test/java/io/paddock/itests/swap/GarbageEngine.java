// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An engine that is well by its own word, and whose answers are none. */
public final class GarbageEngine {
    private GarbageEngine() {}

    /** Takes {@code --port N} and runs until it is ended. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]));
        HttpServer server = HttpServer.create(at, 0);
        server.createContext("/", exchange -> answer(exchange, "{\"status\":\"ok\"}"));
        server.createContext("/v1/chat/completions", exchange -> answer(exchange, "{\"choices\":[]}"));
        server.start();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
