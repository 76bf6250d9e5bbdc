// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/**
 * One request to an engine, up to the head of its answer. An engine may close an idle connection just when it is used
 * again; that shows as a failure at once, before any byte of an answer, and is tried once more on a new connection.
 */
final class UpstreamCall {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final HttpRequest request;
    private final CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> head = new CompletableFuture<>();
    private volatile CompletableFuture<?> attempt;
    private volatile boolean cancelled;

    UpstreamCall(HttpClient client, HttpRequest request) {
        this.client = client;
        this.request = request;
    }

    /** Sends the request. The future fails with the client's own exceptions. */
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> send() {
        attempt(true);
        return head;
    }

    /** Cuts the connection if the head has not come; a late head is dropped. */
    void cancel() {
        cancelled = true;
        CompletableFuture<?> running = attempt;
        if (running != null) {
            running.cancel(true);
        }
    }

    private void attempt(boolean mayRepeat) {
        long start = System.nanoTime();
        var sent = client.sendAsync(request, BodyHandlers.ofPublisher());
        attempt = sent;
        if (cancelled) {
            sent.cancel(true);
        }
        var unused = sent.whenComplete((response, failure) -> {
            if (failure == null) {
                head.complete(response);
            } else if (mayRepeat && isStaleConnection(failure, start) && !cancelled) {
                attempt(false);
            } else {
                head.completeExceptionally(failure);
            }
        });
    }

    private static boolean isStaleConnection(Throwable failure, long start) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof IOException
                && !(cause instanceof ConnectException)
                && !(cause instanceof HttpTimeoutException)
                && System.nanoTime() - start < AT_ONCE.toNanos();
    }
}
