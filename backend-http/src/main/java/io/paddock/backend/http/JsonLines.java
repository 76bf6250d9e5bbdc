// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** Hands on each line of a body as JSON; the body's value is the last one. A line beyond the limit fails the body. */
final class JsonLines implements BodySubscriber<JsonNode> {
    private final int limit;
    private final Consumer<JsonNode> each;
    private final CompletableFuture<JsonNode> body = new CompletableFuture<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private JsonNode last = HttpCalls.json(new byte[0]);
    private Flow.Subscription subscription;

    JsonLines(int limit, Consumer<JsonNode> each) {
        this.limit = limit;
        this.each = each;
    }

    @Override
    public CompletionStage<JsonNode> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription granted) {
        subscription = granted;
        granted.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining() && !body.isDone()) {
                take(buffer.get());
            }
        }
    }

    private void take(byte one) {
        if (one == '\n') {
            endOfLine();
        } else if (line.size() >= limit) {
            subscription.cancel();
            body.completeExceptionally(new IOException("it sent a line of more than " + limit + " bytes"));
        } else {
            line.write(one);
        }
    }

    private void endOfLine() {
        if (line.size() > 0) {
            last = HttpCalls.json(line.toByteArray());
            line.reset();
            each.accept(last);
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        endOfLine();
        body.complete(last);
    }
}
