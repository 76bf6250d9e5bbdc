// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a body as it comes. A body above the limit is read to its end and thrown away, up to a bound, because a client
 * that is still sending would see a cut connection and not the answer.
 */
final class BodyReader implements ReadListener {
    private static final int DISCARD_LIMIT = 64 << 20;
    private static final int FIRST = 16 << 10;

    private final ServletInputStream in;
    private final int limit;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private byte[] bytes;
    private int count;
    private long discarded;

    private BodyReader(ServletInputStream in, int limit, int expected) {
        this.in = in;
        this.limit = limit;
        this.bytes = new byte[expected];
    }

    static CompletableFuture<byte[]> read(HttpServletRequest request, int limit) {
        long announced = request.getContentLengthLong();
        boolean waits = request.getHeader("Expect") != null;
        if (announced > DISCARD_LIMIT || (announced > limit && waits)) {
            return CompletableFuture.failedFuture(tooLarge(limit));
        }
        try {
            int expected = announced < 0 || announced > limit ? FIRST : (int) announced;
            BodyReader reader = new BodyReader(request.getInputStream(), limit, expected);
            reader.in.setReadListener(reader);
            return reader.body;
        } catch (IOException e) {
            return CompletableFuture.failedFuture(cutShort(e));
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (in.isReady() && !in.isFinished()) {
            if (!(count > limit ? discard() : keep())) {
                return;
            }
        }
    }

    /** A full array grows only when another byte is really there: mostly its length was announced and is exact. */
    private boolean keep() throws IOException {
        if (count == bytes.length) {
            int one = in.read();
            if (one < 0) {
                return false;
            }
            bytes = Arrays.copyOf(bytes, Math.min(limit + 1, Math.max(FIRST, bytes.length * 2)));
            bytes[count++] = (byte) one;
        } else {
            int read = in.read(bytes, count, bytes.length - count);
            if (read < 0) {
                return false;
            }
            count += read;
        }
        if (count > limit) {
            bytes = new byte[FIRST];
        }
        return true;
    }

    private boolean discard() throws IOException {
        int read = in.read(bytes, 0, bytes.length);
        discarded += Math.max(read, 0);
        if (discarded > DISCARD_LIMIT) {
            body.completeExceptionally(tooLarge(limit));
            return false;
        }
        return read >= 0;
    }

    @Override
    public void onAllDataRead() {
        if (count > limit) {
            body.completeExceptionally(tooLarge(limit));
        } else {
            body.complete(count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(cutShort(failure));
    }

    private static InferenceException tooLarge(int limit) {
        return new InferenceException(ErrorCode.BODY_TOO_LARGE, "the body is larger than " + limit + " bytes");
    }

    private static InferenceException cutShort(Throwable failure) {
        return new InferenceException(Problem.of(ErrorCode.MALFORMED_REQUEST, "the body ended early"), failure);
    }
}
