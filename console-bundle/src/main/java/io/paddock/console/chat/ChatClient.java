// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.chat;

import io.paddock.api.Endpoint;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Asks endpoints and streams what they answer. Thread-safe; closing it breaks off the answers that still run. */
public final class ChatClient implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration END_WITHIN = Duration.ofSeconds(1);
    private static final int LONGEST_ERROR = 64 << 10;

    private final Duration silence;
    private final Set<ResponseLines> running = ConcurrentHashMap.newKeySet();
    private HttpClient client; // guarded by this
    private volatile boolean closed;

    /** @param silence how long the engine may send nothing */
    public ChatClient(Duration silence) {
        this.silence = silence;
    }

    /**
     * Asks and waits for the whole answer.
     *
     * @param text receives each piece of the answer as it comes, on the calling thread
     * @throws InferenceException when the engine fails
     * @throws InterruptedException when interrupted; the engine is told to stop
     */
    public ChatSummary ask(Endpoint endpoint, ChatRequest question, Consumer<String> text) throws InterruptedException {
        ResponseLines lines = new ResponseLines();
        running.add(lines);
        ChatReply reply = new ChatReply(text, System::nanoTime);
        CompletableFuture<?> exchange = null;
        try {
            exchange = send(endpoint, question, lines);
            read(lines, reply);
            return reply.summary(endpoint.modelIdentity());
        } finally {
            running.remove(lines);
            lines.cancel();
            if (exchange != null) {
                exchange.cancel(true);
            }
        }
    }

    /** No further calls; those that run fail at once. */
    @Override
    public void close() {
        closed = true;
        running.forEach(lines -> lines.breakOff(stopping()));
        HttpClient last = takeClient();
        if (last != null) {
            ClientShutdown.now(last);
        }
    }

    private CompletableFuture<?> send(Endpoint endpoint, ChatRequest question, ResponseLines lines) {
        HttpRequest.Builder request = HttpRequest.newBuilder(chatUri(endpoint))
                .header("content-type", "application/json")
                .header("accept", "text/event-stream")
                .POST(BodyPublishers.ofString(question.body(endpoint.modelIdentity())));
        endpoint.headers().forEach(request::setHeader);
        HttpResponse.BodyHandler<Void> handler = info -> {
            lines.status(info.statusCode());
            return BodySubscribers.fromLineSubscriber(lines);
        };
        CompletableFuture<HttpResponse<Void>> exchange = openClient().sendAsync(request.build(), handler);
        return exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                lines.onError(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
    }

    private static URI chatUri(Endpoint endpoint) {
        String base = endpoint.baseUrl().toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "chat/completions");
    }

    private void read(ResponseLines lines, ChatReply reply) throws InterruptedException {
        Optional<String> line = lines.next(silence);
        if (lines.status() != 200) {
            throw UpstreamError.status(lines.status(), rest(lines, line));
        }
        while (line.isPresent()) {
            reply.line(line.get());
            line = reply.isDone() ? Optional.empty() : lines.next(silence);
        }
        if (!reply.isWhole()) {
            throw UpstreamError.cut();
        }
        if (reply.isDone()) {
            lines.awaitEnd(END_WITHIN);
        }
    }

    private String rest(ResponseLines lines, Optional<String> first) throws InterruptedException {
        StringBuilder body = new StringBuilder();
        Optional<String> line = first;
        while (line.isPresent() && body.length() < LONGEST_ERROR) {
            body.append(line.get()).append('\n');
            line = lines.next(silence);
        }
        return body.toString();
    }

    // Built at the first call: it costs a thread and more than a second on a small machine.
    private synchronized HttpClient openClient() {
        if (closed) {
            throw stopping();
        }
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_WITHIN)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }

    private synchronized HttpClient takeClient() {
        HttpClient last = client;
        client = null;
        return last;
    }

    private static InferenceException stopping() {
        return new InferenceException(ErrorCode.DRAINING, "The console is stopping.");
    }
}
