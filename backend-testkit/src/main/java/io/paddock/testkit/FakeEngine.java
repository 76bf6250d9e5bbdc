// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit;

import io.paddock.testkit.loop.Exchange;
import io.paddock.testkit.loop.LoopRequest;
import io.paddock.testkit.loop.LoopServer;
import java.net.URI;

/**
 * An OpenAI-speaking engine with a fixed token clock, for benchmarks and soaks. Token {@code i} of the answer to request
 * {@code r} is {@code "r:i "}, so a lost, repeated or foreign token shows. {@code r} is the request's {@code user}, or
 * the last message when that is one word, or a number. One thread serves all streams. Loopback only.
 */
public final class FakeEngine implements AutoCloseable {
    /** Environment variable that holds the bearer a started engine wants. */
    public static final String KEY_VARIABLE = "PADDOCK_FAKE_KEY";

    private final EngineSettings settings;
    private final EngineCounters counters = new EngineCounters();
    private final EngineAnswers answers;
    private final long readyAt;
    private final LoopServer server;

    private FakeEngine(EngineSettings settings) {
        this.settings = settings;
        this.readyAt = System.nanoTime() + settings.loadMillis() * 1_000_000;
        this.answers = new EngineAnswers(settings, counters, this::at);
        this.server = LoopServer.start(settings.port(), this::handle);
    }

    /** Starts listening. */
    public static FakeEngine start(EngineSettings settings) {
        return new FakeEngine(settings);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** The root, for example {@code http://127.0.0.1:40001}; {@code /v1/chat/completions} follows it. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** What it has done so far. */
    public EngineStats stats() {
        return counters.snapshot();
    }

    /** Token {@code index} of the answer to {@code request}. */
    public static String token(String request, int index) {
        return request + ":" + index + " ";
    }

    /** The whole answer to {@code request} with that many tokens. */
    public static String expected(String request, int tokens) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens; i++) {
            text.append(token(request, i));
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Runs one engine until the process is ended; prints where it listens. */
    public static void main(String[] args) throws InterruptedException {
        try (FakeEngine engine = start(EngineSettings.parse(args, System.getenv()))) {
            System.out.println("listening on " + engine.url());
            engine.server.join();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void at(long due, Runnable action) {
        server.at(due, action);
    }

    private void handle(LoopRequest request, Exchange exchange) {
        if (System.nanoTime() - readyAt < 0) {
            answers.error(exchange, 503, "Loading model");
        } else if (request.path().equals("/health")) {
            answers.health(exchange);
        } else if (!authorised(request)) {
            answers.error(exchange, 401, "Invalid API key");
        } else {
            route(request, exchange);
        }
    }

    private boolean authorised(LoopRequest request) {
        return settings.apiKey() == null || ("Bearer " + settings.apiKey()).equals(request.header("authorization"));
    }

    private void route(LoopRequest request, Exchange exchange) {
        try {
            switch (request.method() + " " + request.path()) {
                case "GET /v1/models" -> answers.models(exchange);
                case "GET /stats" -> answers.stats(exchange);
                case "POST /v1/chat/completions" -> answers.generate(request.body(), exchange, true);
                case "POST /v1/completions" -> answers.generate(request.body(), exchange, false);
                case "POST /v1/embeddings" -> answers.embed(request.body(), exchange);
                default -> answers.error(exchange, 404, "no such route");
            }
        } catch (IllegalArgumentException e) {
            answers.error(exchange, 400, e.getMessage());
        }
    }
}
