// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.SwapConfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverlayTest {
    private static final Map<String, Object> FILE = Map.of(
            "ctx_size", "4096", "threads", "2", "felix.fileinstall.filename", "file:/etc/x.cfg", "service.pid", "x");

    private static Overlay wanted(Map<String, Object> set, String... unset) {
        return Overlay.NONE.and(new SwapConfiguration(set, List.of(unset)));
    }

    @Test
    void what_is_wanted_lies_over_the_file_and_nothing_ties_it_to_that() {
        Map<String, Object> all = wanted(Map.of("ctx_size", 1024), "threads").over(FILE);
        assertEquals(Set.of("ctx_size", Overlay.MARK), all.keySet());
        assertEquals("1024", all.get("ctx_size"));
        assertArrayEquals(new String[] {"ctx_size", "threads"}, (String[]) all.get(Overlay.MARK));
    }

    @Test
    void the_next_revision_finds_what_was_another_way_and_an_edited_file_counts_for_the_rest() {
        Map<String, Object> before =
                wanted(Map.of("ctx_size", "1024"), "threads").over(FILE);
        Overlay found = Overlay.of(before);
        assertEquals(Map.of("ctx_size", "1024"), found.set());
        assertEquals(Set.of("threads"), found.unset());
        Map<String, Object> edited = Map.of("ctx_size", "8192", "threads", "3", "parallel", "4");
        Map<String, Object> next = found.over(edited);
        assertEquals("1024", next.get("ctx_size"));
        assertEquals("4", next.get("parallel"));
        assertFalse(next.containsKey("threads"));
    }

    @Test
    void later_wishes_win_and_what_the_file_says_anyway_is_none() {
        Overlay first = wanted(Map.of("ctx_size", "1024"), "threads", "nowhere");
        Overlay then = first.and(new SwapConfiguration(Map.of("threads", 2, "ctx_size", "4096"), List.of()));
        assertEquals(Map.of("ctx_size", "4096", "threads", "2"), then.set());
        assertTrue(then.beyond(FILE).isEmpty(), then.beyond(FILE).toString());
        assertEquals(List.of("ctx_size", "threads"), first.beyond(FILE).keys());
    }

    @Test
    void lists_are_arrays_of_texts_and_the_same_list_changes_nothing() {
        Overlay lists = wanted(Map.of("files", List.of("a", 2)));
        assertArrayEquals(new String[] {"a", "2"}, (String[]) lists.set().get("files"));
        assertTrue(lists.beyond(Map.of("files", new String[] {"a", "2"})).isEmpty());
    }

    @Test
    void values_are_never_printed() {
        SwapConfiguration secret = new SwapConfiguration(Map.of("api_key", "hush"), List.of());
        assertFalse((secret + " " + Overlay.NONE.and(secret)).contains("hush"));
    }
}
