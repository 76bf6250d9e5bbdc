// SPDX-License-Identifier: Apache-2.0
package io.paddock.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
