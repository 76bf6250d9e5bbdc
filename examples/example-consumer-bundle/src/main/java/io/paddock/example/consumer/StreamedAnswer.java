// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.consumer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Carries the pieces from the client's thread to the one that waits for them. */
final class StreamedAnswer implements StreamingChatResponseHandler, AutoCloseable {
    private static final int SILENCE_SECONDS = 120;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    /**
     * What came.
     *
     * @param text a part of the answer, or null at its end
     * @param failure why it ended early, or null
     */
    private record Piece(String text, Throwable failure) {}

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        if (closed) {
            context.streamingHandle().cancel();
        }
        pieces.add(new Piece(piece.text(), null));
    }

    @Override
    public void onCompleteResponse(ChatResponse whole) {
        pieces.add(new Piece(null, null));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece(null, failure));
    }

    /** Hands over every piece as it comes, until the end. */
    void forEach(Consumer<String> reader) throws InterruptedException {
        for (Piece piece = next(); piece.text() != null; piece = next()) {
            reader.accept(piece.text());
        }
    }

    private Piece next() throws InterruptedException {
        Piece piece = Optional.ofNullable(pieces.poll(SILENCE_SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> failed("the model said nothing for " + SILENCE_SECONDS + " s", null));
        if (piece.failure() != null) {
            throw failed("the model's answer broke off", piece.failure());
        }
        return piece;
    }

    private static InferenceException failed(String detail, Throwable cause) {
        return new InferenceException(Problem.of(ErrorCode.UPSTREAM_FAILED, detail), cause);
    }

    /** Nobody reads any more: the stream ends at its next piece. */
    @Override
    public void close() {
        closed = true;
    }
}
