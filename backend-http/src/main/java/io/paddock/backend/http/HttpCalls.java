// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Small calls to model servers: bounded in time and size, redirects not followed, failures as values. Thread-safe; the
 * calling thread waits, at most until the deadline, and can be interrupted. One for each bundle, because each client
 * owns a thread.
 */
public final class HttpCalls implements AutoCloseable {
    /** Largest body that is read. */
    public static final int MAX_BODY = 1 << 20;

    private static final int MAX_LINE = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_THREADS = 4;
    private static final long THREAD_IDLE_SECONDS = 2;

    private final HttpClient client;

    private HttpCalls(HttpClient client) {
        this.client = client;
    }

    /**
     * Opens a client.
     *
     * @param name what its threads are called after
     * @param tls what it trusts, or null for the JDK's own
     */
    public static HttpCalls open(String name, SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads(name));
        if (tls != null) {
            builder.sslContext(tls);
        }
        return new HttpCalls(builder.build());
    }

    /** GET. */
    public Answer get(URI uri, CallHeaders headers, Deadline deadline) {
        return call(HttpRequest.newBuilder(uri).GET(), headers, deadline);
    }

    /** POST of a JSON body. */
    public Answer post(URI uri, CallHeaders headers, JsonNode body, Deadline deadline) {
        return call(posting(uri, body), headers, deadline);
    }

    /**
     * POST of a JSON body whose answer comes line by line.
     *
     * @param each gets every line, on a thread of the client, and returns quickly
     */
    public LineCall lines(URI uri, CallHeaders headers, JsonNode body, Consumer<JsonNode> each) {
        HttpRequest.Builder request = posting(uri, body);
        headers.byName().forEach(request::header);
        CompletableFuture<HttpResponse<JsonNode>> exchange =
                client.sendAsync(request.build(), head -> new JsonLines(MAX_LINE, each));
        return new LineCall(
                exchange,
                exchange.handle((response, failure) -> failure == null
                        ? new Answer(response.statusCode(), response.body(), "")
                        : Answer.none(inWords(failure))));
    }

    private static HttpRequest.Builder posting(URI uri, JsonNode body) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
    }

    private Answer call(HttpRequest.Builder request, CallHeaders headers, Deadline deadline) {
        long left = deadline.nanosLeft();
        if (left == 0) {
            return Answer.none("the time for asking was over");
        }
        headers.byName().forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), head -> new BoundedBody(MAX_BODY));
        try {
            HttpResponse<byte[]> response = answer.get(left, TimeUnit.NANOSECONDS);
            return new Answer(response.statusCode(), json(response.body()), "");
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Answer.none("no answer within " + Duration.ofNanos(left).toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Answer.none("the look was interrupted");
        } catch (ExecutionException e) {
            return Answer.none(inWords(e.getCause()));
        }
    }

    static JsonNode json(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String inWords(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "its host name is not known";
            }
            if (cause instanceof SSLException) {
                return "no TLS connection: its certificate is not trusted, or it speaks plain http";
            }
        }
        Throwable bare =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (bare instanceof ConnectException) {
            return "connection refused";
        }
        String message = bare.getMessage();
        return message == null || message.isBlank() ? "the connection broke" : "the connection broke: " + message;
    }

    /** Threads that go when there is nothing to do and keep no class loader alive. */
    private static Executor threads(String name) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS, MAX_THREADS, THREAD_IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, name + "-http-" + count.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    thread.setContextClassLoader(null);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** Lets go of connections and threads. From JDK 21 on at once, before that when the client is collected. */
    @Override
    public void close() {
        try {
            Method shutdownNow = HttpClient.class.getMethod("shutdownNow");
            shutdownNow.invoke(client);
        } catch (NoSuchMethodException e) {
            return; // JDK 17: nothing to call; the client ends with its last reference
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the HTTP client cannot be shut down", e);
        }
    }
}
