// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopMatcherTest {
    @Test
    void text_without_a_stop_goes_through_at_once() {
        StopMatcher stops = new StopMatcher(List.of("END"));

        assertEquals("hello", stops.feed("hello"));
        assertFalse(stops.matched());
        assertEquals("", stops.rest());
    }

    @Test
    void a_stop_that_comes_in_pieces_is_never_shown() {
        StopMatcher stops = new StopMatcher(List.of("END"));

        assertEquals("a ", stops.feed("a E"));
        assertEquals("", stops.feed("N"));
        assertEquals("", stops.feed("D more"));
        assertTrue(stops.matched());
    }

    @Test
    void a_false_begin_is_shown_later() {
        StopMatcher stops = new StopMatcher(List.of("END"));

        assertEquals("", stops.feed("EN"));
        assertEquals("EN", stops.feed("EN"));
        assertEquals("EN", stops.rest());
    }

    @Test
    void the_first_of_several_stops_cuts() {
        StopMatcher stops = new StopMatcher(List.of("two", "one"));

        assertEquals("a ", stops.feed("a one two"));
        assertTrue(stops.matched());
    }

    @Test
    void each_cut_of_a_text_into_pieces_shows_the_same() {
        String text = "the cat sat on the mat";
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second++) {
                StopMatcher stops = new StopMatcher(List.of("at on", "mat"));
                StringBuilder shown = new StringBuilder();
                for (String piece :
                        List.of(text.substring(0, first), text.substring(first, second), text.substring(second))) {
                    if (!stops.matched()) {
                        shown.append(stops.feed(piece));
                    }
                }
                assertEquals("the cat s", shown.toString());
            }
        }
    }
}
