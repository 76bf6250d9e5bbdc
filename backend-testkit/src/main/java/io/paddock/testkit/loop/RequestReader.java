// SPDX-License-Identifier: Apache-2.0
package io.paddock.testkit.loop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Collects bytes until a whole HTTP/1.1 request is there. Belongs to one connection. */
final class RequestReader {
    private static final int MAX_REQUEST = 32 << 20;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);

    private byte[] data = new byte[8192];
    private int size;

    /** Takes all bytes of {@code bytes}. */
    void feed(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (size + more > MAX_REQUEST) {
            throw new IllegalArgumentException("request larger than " + MAX_REQUEST + " bytes");
        }
        if (size + more > data.length) {
            data = Arrays.copyOf(data, Math.max(data.length * 2, size + more));
        }
        bytes.get(data, size, more);
        size += more;
    }

    /** The next whole request, taken out; empty when bytes are still missing. */
    Optional<LoopRequest> next() {
        int headEnd = indexOf(HEAD_END, 0);
        if (headEnd < 0) {
            return Optional.empty();
        }
        String[] lines = new String(data, 0, headEnd, ISO_8859_1).split("\r\n", -1);
        Map<String, String> headers = headers(lines);
        int bodyStart = headEnd + HEAD_END.length;
        return "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? chunked(lines[0], headers, bodyStart)
                : sized(lines[0], headers, bodyStart);
    }

    private Optional<LoopRequest> sized(String line, Map<String, String> headers, int bodyStart) {
        int end = bodyStart + Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (size < end) {
            return Optional.empty();
        }
        return Optional.of(taken(line, headers, Arrays.copyOfRange(data, bodyStart, end), end));
    }

    private Optional<LoopRequest> chunked(String line, Map<String, String> headers, int bodyStart) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = bodyStart;
        while (true) {
            int lineEnd = indexOf(new byte[] {'\r', '\n'}, at);
            if (lineEnd < 0) {
                return Optional.empty();
            }
            int length = Integer.parseInt(new String(data, at, lineEnd - at, ISO_8859_1).trim(), 16);
            int chunk = lineEnd + 2;
            if (size < chunk + length + 2) {
                return Optional.empty();
            }
            if (length == 0) {
                return Optional.of(taken(line, headers, body.toByteArray(), chunk + 2));
            }
            body.write(data, chunk, length);
            at = chunk + length + 2;
        }
    }

    private LoopRequest taken(String line, Map<String, String> headers, byte[] body, int end) {
        System.arraycopy(data, end, data, 0, size - end);
        size -= end;
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalArgumentException("not a request line");
        }
        int query = words[1].indexOf('?');
        String path = query < 0 ? words[1] : words[1].substring(0, query);
        return new LoopRequest(words[0], path, headers, body);
    }

    private static Map<String, String> headers(String[] lines) {
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
        }
        return headers;
    }

    private int indexOf(byte[] what, int from) {
        for (int i = from; i + what.length <= size; i++) {
            if (Arrays.equals(data, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
