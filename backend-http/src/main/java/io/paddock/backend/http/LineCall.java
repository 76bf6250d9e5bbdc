// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import java.util.concurrent.CompletableFuture;

/** A call under way whose answer comes line by line, without a deadline: whoever made it watches and ends it. */
public final class LineCall {
    private final CompletableFuture<?> exchange;
    private final CompletableFuture<Answer> end;

    LineCall(CompletableFuture<?> exchange, CompletableFuture<Answer> end) {
        this.exchange = exchange;
        this.end = end;
    }

    /** What came of it, with the last line as its JSON, or null while it is under way. */
    public Answer answer() {
        return end.getNow(null);
    }

    /** Breaks the connection, unless it is over. */
    public void cancel() {
        exchange.cancel(true);
    }
}
