// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/**
 * One request to an engine. An engine may close an idle connection just when it is used again; that shows as a failure at
 * once, before any byte of an answer, and is tried once more on a new connection.
 *
 * <p>The answer is taken from the client's body handler, not from its future: the future completes on the JVM's common
 * pool, which others may hold up.
 */
final class UpstreamCall {

    /** Takes the answer. */
    interface Receiver {
        /** The head of the answer came; what is returned gets the body. */
        Flow.Subscriber<List<ByteBuffer>> head(ResponseInfo head);

        /** There will be no answer, or it broke off. May come after the body's own end and says nothing new then. */
        void failed(Throwable cause);
    }

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final HttpRequest request;
    private final Receiver receiver;
    private volatile CompletableFuture<?> attempt;
    private volatile boolean headCame;
    private volatile boolean cancelled;

    UpstreamCall(HttpClient client, HttpRequest request, Receiver receiver) {
        this.client = client;
        this.request = request;
        this.receiver = receiver;
    }

    void send() {
        attempt(true);
    }

    /** Cuts the connection if the head has not come; afterwards that is up to the body's subscriber. */
    void cancel() {
        cancelled = true;
        CompletableFuture<?> running = attempt;
        if (running != null && !headCame) {
            running.cancel(true);
        }
    }

    private void attempt(boolean mayRepeat) {
        long start = System.nanoTime();
        BodyHandler<Void> handler = head -> {
            headCame = true;
            return BodySubscribers.fromSubscriber(receiver.head(head));
        };
        var sent = client.sendAsync(request, handler);
        attempt = sent;
        if (cancelled) {
            sent.cancel(true);
        }
        var unused = sent.exceptionally(failure -> {
            if (mayRepeat && !headCame && !cancelled && isStaleConnection(failure, start)) {
                attempt(false);
            } else {
                receiver.failed(failure);
            }
            return null;
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
