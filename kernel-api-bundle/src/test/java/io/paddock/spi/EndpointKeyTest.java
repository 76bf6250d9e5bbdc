// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointKeyTest {
    @Test
    void the_order_of_options_does_not_matter() {
        Map<String, Object> forward = new LinkedHashMap<>();
        forward.put("a", 1);
        forward.put("b", 2);
        Map<String, Object> backward = new LinkedHashMap<>();
        backward.put("b", 2);
        backward.put("a", 1);

        assertEquals(EndpointKey.of("x", forward), EndpointKey.of("x", backward));
    }

    @Test
    void every_option_changes_the_key() {
        EndpointKey key = EndpointKey.of("x", Map.of("a", 1, "b", 2));
        for (Map<String, Object> other : List.<Map<String, Object>>of(
                Map.of("a", 1), Map.of("a", 1, "b", 3), Map.of("a", 12, "b", ""), Map.of("a", 1, "c", 2), Map.of())) {
            assertNotEquals(key, EndpointKey.of("x", other), () -> "same key for " + other);
        }
        assertNotEquals(key, EndpointKey.of("y", Map.of("a", 1, "b", 2)));
    }

    @Test
    void a_digest_that_is_none_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new EndpointKey("x", "ABC"));
    }

    @Test
    void the_order_of_nested_options_does_not_matter_but_that_of_a_list_does() {
        Map<String, Object> forward = new LinkedHashMap<>();
        forward.put("a", 1);
        forward.put("b", List.of(1, 2));
        Map<String, Object> backward = new LinkedHashMap<>();
        backward.put("b", List.of(1, 2));
        backward.put("a", 1);
        assertEquals(EndpointKey.of("x", Map.of("in", forward)), EndpointKey.of("x", Map.of("in", backward)));
        assertNotEquals(
                EndpointKey.of("x", Map.of("in", List.of(1, 2))), EndpointKey.of("x", Map.of("in", List.of(2, 1))));
        assertNotEquals(
                EndpointKey.of("x", Map.of("in", List.of("1, 2"))), EndpointKey.of("x", Map.of("in", List.of(1, 2))));
        assertNotEquals(
                EndpointKey.of("x", Map.of("in", Map.of("a", 1))), EndpointKey.of("x", Map.of("in", Map.of("a", 2))));
    }

    @Test
    void a_key_names_its_backend_and_shows_no_value() {
        assertThrows(IllegalArgumentException.class, () -> EndpointKey.of(" ", Map.of()));
        EndpointKey key = EndpointKey.of("x", Map.of("api_key", "s3cret-value"));
        assertFalse((key + key.digest()).contains("s3cret"));
    }
}
