// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ChatStreamTest {
    private static final long MS = 1_000_000;

    private final StringBuilder text = new StringBuilder();
    private long now;
    private final ChatStream stream = new ChatStream(text::append, () -> now);

    @Test
    void it_hands_on_the_text_and_takes_the_times() {
        stream.accept(": a comment");
        piece("a", 50);
        piece("b", 100);
        piece("c", 150);
        stream.accept("data: {\"choices\":[],\"usage\":{\"completion_tokens\":5}}");
        stream.accept("data: [DONE]");
        assertEquals("abc", text.toString());
        assertEquals("first token after 50 ms, 5 tokens in 150 ms, 33.3 tokens/s", stream.timing());
        assertDoesNotThrow(stream::requireWhole);
    }

    @Test
    void without_usage_it_counts_pieces() {
        piece("a", 10);
        piece("b", 110);
        assertEquals("first token after 10 ms, 2 tokens in 110 ms, 18.2 tokens/s", stream.timing());
    }

    @Test
    void a_stream_without_its_end_is_cut_off() {
        piece("a", 10);
        assertTrue(complaint().contains("cut off"));
    }

    @Test
    void an_error_in_the_stream_is_told() {
        piece("a", 10);
        stream.accept("data: {\"error\":{\"message\":\"the worker ended\"}}");
        assertTrue(complaint().contains("the worker ended"));
    }

    @Test
    void an_empty_answer_is_no_answer() {
        stream.accept("data: [DONE]");
        assertTrue(complaint().contains("nothing"));
    }

    private String complaint() {
        return assertThrows(CliFailure.class, stream::requireWhole).getMessage();
    }

    private void piece(String content, long atMs) {
        now = atMs * MS;
        stream.accept("data: {\"choices\":[{\"delta\":{\"content\":\"" + content + "\"}}]}");
    }
}
