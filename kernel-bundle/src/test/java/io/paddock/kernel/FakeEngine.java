// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that answers chats with its own name, as an engine would. */
final class FakeEngine implements AutoCloseable {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger underWay = new AtomicInteger();
    volatile int status = 200;
    volatile String body;
    /** Whether it completes texts too. */
    volatile boolean completes;

    volatile Duration takes = Duration.ZERO;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FakeEngine(String name) {
        body = "{\"choices\":[{\"message\":{\"content\":\"" + name + "\"}}]}";
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.createContext("/v1/completions", this::complete);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        underWay.incrementAndGet();
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            pause();
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void complete(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = "{\"choices\":[{\"text\":\"hello\"}]}".getBytes(UTF_8);
            exchange.sendResponseHeaders(completes ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void pause() {
        try {
            boolean unused = new CountDownLatch(1).await(takes.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
