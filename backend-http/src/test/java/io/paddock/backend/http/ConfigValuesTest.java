// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigValuesTest {
    @Test
    void lists_come_as_text_or_as_array() {
        ConfigValues values = new ConfigValues(
                Map.of("text", " a, b,,c ", "array", new String[] {"a", "b", "c"}, "list", List.of("a", "b", "c")));
        for (String name : List.of("text", "array", "list")) {
            assertEquals(List.of("a", "b", "c"), values.list(name), name);
        }
        assertEquals(List.of(), values.list("absent"));
    }

    @Test
    void blank_is_absent() {
        assertNull(new ConfigValues(Map.of("a", "  ")).text("a"));
    }

    @Test
    void all_that_is_wrong_is_said_without_values() {
        ConfigValues values = new ConfigValues(Map.of("a", "secret", "b", "-1", "c", "secret", "d", 5L));
        assertEquals(7, values.number("a", 7, 1, 9));
        assertEquals(7, values.number("b", 7, 1, 9));
        assertEquals(5, values.number("d", 7, 1, 9));
        assertEquals(Map.of(), values.pairs("c"));
        assertEquals(
                List.of(
                        "a: must be a whole number from 1 to 9",
                        "b: must be a whole number from 1 to 9",
                        "c: must be entries like name=value with commas between them"),
                values.problems());
    }

    @Test
    void pairs_keep_their_order_and_what_follows_the_first_equals_sign() {
        ConfigValues values = new ConfigValues(Map.of("h", "X-A = b=c, X-B=2"));
        assertEquals(Map.of("X-A", "b=c", "X-B", "2"), values.pairs("h"));
    }
}
