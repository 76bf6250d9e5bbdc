// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Takes the bytes of one HTTP/1.1 answer as they come and finds its body and its end. Not thread-safe. */
final class ResponseDecoder {
    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(4096);
    private Where where = Where.STATUS;
    private int status;
    private boolean chunked;
    private long left = -1; // bytes of body until the next border; -1: until the connection ends

    private enum Where {
        STATUS,
        HEADER,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        WHOLE,
        DONE
    }

    /** Takes everything in {@code bytes} up to the answer's end. */
    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining() && where != Where.DONE) {
            if (where == Where.CHUNK || where == Where.WHOLE) {
                copy(bytes);
            } else {
                letter((char) (bytes.get() & 0xff));
            }
        }
    }

    /** Says that the connection ended; true when that is a proper end. */
    boolean ended() {
        if (where == Where.WHOLE && left < 0) {
            where = Where.DONE;
        }
        return done();
    }

    boolean done() {
        return where == Where.DONE;
    }

    /** The status code, 0 before it came. */
    int status() {
        return status;
    }

    int bodySize() {
        return body.size();
    }

    byte[] body() {
        return body.toByteArray();
    }

    private void copy(ByteBuffer bytes) {
        int count = left < 0 ? bytes.remaining() : (int) Math.min(left, bytes.remaining());
        body.write(bytes.array(), bytes.arrayOffset() + bytes.position(), count);
        bytes.position(bytes.position() + count);
        left -= left < 0 ? 0 : count;
        if (left == 0) {
            where = where == Where.CHUNK ? Where.CHUNK_END : Where.DONE;
        }
    }

    private void letter(char letter) {
        if (letter == '\n') {
            String text = line.toString();
            line.setLength(0);
            line(text);
        } else if (letter != '\r') {
            line.append(letter);
        }
    }

    private void line(String text) {
        switch (where) {
            case STATUS -> statusLine(text);
            case HEADER -> header(text);
            case CHUNK_SIZE -> chunkSize(text);
            case CHUNK_END -> where = Where.CHUNK_SIZE;
            case TRAILER -> where = text.isEmpty() ? Where.DONE : Where.TRAILER;
            default -> throw new IllegalStateException("no line is expected in " + where);
        }
    }

    private void statusLine(String text) {
        if (!text.startsWith("HTTP/1.1 ") || text.length() < 12) {
            throw new IllegalArgumentException("not an HTTP answer");
        }
        status = Integer.parseInt(text, 9, 12, 10);
        where = Where.HEADER;
    }

    private void header(String text) {
        if (text.isEmpty()) {
            where = chunked ? Where.CHUNK_SIZE : left == 0 ? Where.DONE : Where.WHOLE;
            return;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
            left = Long.parseLong(lower.substring(15).trim());
        } else if (lower.startsWith("transfer-encoding:")) {
            chunked = lower.endsWith("chunked");
        }
    }

    private void chunkSize(String text) {
        int extension = text.indexOf(';');
        left = Long.parseLong((extension < 0 ? text : text.substring(0, extension)).trim(), 16);
        where = left == 0 ? Where.TRAILER : Where.CHUNK;
    }

    /** For messages only. */
    @Override
    public String toString() {
        return "status " + status + ", " + new String(body(), 0, Math.min(200, bodySize()), ISO_8859_1);
    }
}
