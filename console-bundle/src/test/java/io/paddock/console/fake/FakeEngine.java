// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server that streams chat answers over a real socket. */
public final class FakeEngine implements AutoCloseable {
    /** What one request gets. */
    @FunctionalInterface
    public interface Script {
        void play(OutputStream body) throws IOException;
    }

    /** Opened when the client has gone while {@link #talkForever} was talking. */
    public final CountDownLatch clientGone = new CountDownLatch(1);

    /** Opened when a question has come. */
    public final CountDownLatch asked = new CountDownLatch(1);

    public volatile String body;
    public volatile String authorization;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile CountDownLatch hold = new CountDownLatch(0);
    private volatile Script script = out -> {};

    public FakeEngine() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Streams the pieces, a finish reason, the usage and the last word. */
    public FakeEngine say(String... pieces) {
        return play(out -> {
            for (String piece : pieces) {
                event(out, piece(piece));
            }
            event(out, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
            event(out, "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + pieces.length + "}}");
            event(out, "[DONE]");
        });
    }

    /** Streams without an end until the client leaves. */
    public FakeEngine talkForever() {
        return play(out -> {
            try {
                while (!closing.await(10, TimeUnit.MILLISECONDS)) {
                    event(out, piece("word "));
                }
            } catch (IOException e) {
                clientGone.countDown();
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Keeps even the status back until {@code start} is opened. */
    public FakeEngine holdBackUntil(CountDownLatch start) {
        hold = start;
        return this;
    }

    /** Says a piece and then nothing. */
    public FakeEngine fallSilent() {
        return play(out -> {
            event(out, piece("so "));
            try {
                closing.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public FakeEngine fail(int code, String text) {
        status = code;
        return play(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    public FakeEngine play(Script next) {
        script = next;
        return this;
    }

    public static void event(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    public static String piece(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":null}]}";
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        authorization = String.join(",", exchange.getRequestHeaders().getOrDefault("authorization", List.of()));
        asked.countDown();
        try {
            hold.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(status, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            script.play(out);
        }
    }
}
