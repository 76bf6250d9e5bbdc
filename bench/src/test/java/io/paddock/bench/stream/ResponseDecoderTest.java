// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ResponseDecoderTest {
    private static final String CHUNKED = String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Transfer-Encoding: chunked",
            "",
            "5",
            "hello",
            "7;ext=1",
            "",
            "world",
            "0",
            "Trailer: x",
            "",
            "");

    private final ResponseDecoder decoder = new ResponseDecoder();

    @Test
    void a_chunked_body_is_joined_wherever_the_reads_fall() {
        for (int step = 1; step < CHUNKED.length(); step++) {
            ResponseDecoder each = new ResponseDecoder();
            for (int at = 0; at < CHUNKED.length(); at += step) {
                assertFalse(each.done(), "done too early");
                each.feed(bytes(CHUNKED.substring(at, Math.min(at + step, CHUNKED.length()))));
            }
            assertTrue(each.done(), "step " + step);
            assertEquals("hello\r\nworld", new String(each.body(), ISO_8859_1));
            assertEquals(200, each.status());
        }
    }

    @Test
    void a_body_of_known_length_ends_there_and_leaves_the_rest() {
        ByteBuffer all = bytes("HTTP/1.1 503 no\r\nContent-Length: 2\r\n\r\nnoHTTP");

        decoder.feed(all);

        assertTrue(decoder.done());
        assertEquals(503, decoder.status());
        assertEquals(4, all.remaining());
    }

    @Test
    void a_chunked_body_that_breaks_off_is_not_an_end() {
        decoder.feed(bytes(CHUNKED.substring(0, CHUNKED.length() - 4)));

        assertFalse(decoder.ended());
    }

    @Test
    void a_body_without_length_ends_with_the_connection() {
        decoder.feed(bytes("HTTP/1.1 200 OK\r\n\r\nall"));

        assertFalse(decoder.done());
        assertTrue(decoder.ended());
    }

    @Test
    void anything_but_http_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> decoder.feed(bytes("SSH-2.0-x\r\n")));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
