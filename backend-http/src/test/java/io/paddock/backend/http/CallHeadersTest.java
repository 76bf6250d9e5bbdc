// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallHeadersTest {
    @Test
    void a_key_becomes_a_bearer_and_wins_over_a_header() {
        CallHeaders headers = CallHeaders.of(Map.of("Authorization", "Basic x")).withBearer(" s3cret ");
        assertEquals(Map.of("authorization", "Bearer s3cret"), headers.byName());
        assertFalse(headers.toString().contains("s3cret"), headers::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_blank_key_is_no_key(String key) {
        assertEquals(CallHeaders.none(), CallHeaders.none().withBearer(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a b", "kéy", "a\u0000"})
    void a_key_that_no_header_can_hold_is_refused_without_being_repeated(String key) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> CallHeaders.none().withBearer(key));
        assertFalse(refused.getMessage().contains(key), refused::getMessage);
    }

    @Test
    void bad_names_and_values_are_refused() {
        for (Map<String, ?> bad : List.<Map<String, ?>>of(
                Map.of("", "x"),
                Map.of("a b", "x"),
                Map.of("Host", "x"),
                Map.of("Content-Length", "1"),
                Map.of("x", ""),
                Map.of("x", "a\r\nb: c"),
                Map.of("x", 5))) {
            assertThrows(IllegalArgumentException.class, () -> CallHeaders.of(bad), bad::toString);
        }
    }

    @Test
    void the_fingerprint_tells_headers_apart_and_hides_them() {
        String one = CallHeaders.of(Map.of("x-a", "secret", "x-b", "2")).fingerprint();
        assertEquals(one, CallHeaders.of(Map.of("X-B", "2", "X-A", "secret")).fingerprint());
        assertNotEquals(one, CallHeaders.of(Map.of("x-a", "secre", "x-b", "t2")).fingerprint());
        assertNotEquals(one, CallHeaders.none().fingerprint());
        assertFalse(one.contains("secret"));
    }
}
