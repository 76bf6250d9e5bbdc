// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.OutputLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineFramerTest {
    private final List<String> lines = new ArrayList<>();
    private final LineFramer framer = new LineFramer(lines::add);

    private void feed(byte... bytes) {
        framer.accept(bytes, bytes.length);
    }

    private void feed(String text) {
        feed(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void every_kind_of_line_end_ends_a_line() {
        feed("lf\ncr\rcrlf\r\n\n");
        assertEquals(List.of("lf", "cr", "crlf", ""), lines);
    }

    @Test
    void a_crlf_split_over_two_chunks_is_one_end() {
        feed("one\r");
        feed("\ntwo\n");
        assertEquals(List.of("one", "two"), lines);
    }

    @Test
    void the_last_line_needs_no_end_and_nothing_is_no_line() {
        feed("a\nrest");
        framer.finish();
        framer.finish();
        assertEquals(List.of("a", "rest"), lines);
    }

    @Test
    void any_chunking_gives_the_same_lines() {
        byte[] text = "größe\r\nzwei\n😀 drei\r".getBytes(StandardCharsets.UTF_8);
        for (byte b : text) {
            feed(b);
        }
        assertEquals(List.of("größe", "zwei", "😀 drei"), lines);
    }

    @Test
    void invalid_bytes_are_replaced() {
        feed((byte) 'a', (byte) 0xFF, (byte) 'b', (byte) '\n');
        assertEquals(List.of("a\uFFFDb"), lines);
    }

    @Test
    void a_line_without_end_is_cut_and_costs_no_more_memory() {
        for (int i = 0; i < 256; i++) {
            feed("x".repeat(16 * 1024));
        }
        feed("\nnext\n");
        assertEquals(2, lines.size());
        assertEquals(LineFramer.LONGEST_LINE, lines.get(0).length());
        assertEquals("next", lines.get(1));
    }

    @Test
    void a_cut_never_leaves_half_a_character() {
        for (int shift = 0; shift < 4; shift++) {
            feed("y".repeat(shift) + "😀".repeat(5000) + "\n");
        }
        lines.forEach(line -> assertTrue(line.endsWith("😀"), line.substring(line.length() - 2)));
    }

    @Test
    void the_tail_keeps_the_last_lines_in_order() {
        Tail tail = new Tail();
        for (int i = 0; i < 300; i++) {
            tail.add(new OutputLine(OutputLine.Stream.STDOUT, "line " + i));
        }
        assertEquals(Tail.KEPT, tail.last(1000).size());
        assertEquals(
                List.of("line 298", "line 299"),
                tail.last(2).stream().map(OutputLine::text).toList());
    }

    @Test
    void the_tail_is_bounded_in_characters_too() {
        Tail tail = new Tail();
        for (int i = 0; i < 100; i++) {
            tail.add(new OutputLine(OutputLine.Stream.STDERR, "x".repeat(LineFramer.LONGEST_LINE)));
        }
        assertEquals(Tail.CHARACTERS / LineFramer.LONGEST_LINE, tail.lines().size());
        assertEquals(100, tail.reached());
    }
}
