// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.metatype.AttributeDefinition;

class KnownKeysTest {
    private static final KnownKeys KEYS = new KnownKeys(
            "a.b",
            Map.of(
                    "size", AttributeDefinition.INTEGER,
                    "within_ms", AttributeDefinition.LONG,
                    "share", AttributeDefinition.DOUBLE,
                    "eager", AttributeDefinition.BOOLEAN,
                    "api_key", AttributeDefinition.STRING));

    private static Problem refusal(String key, Object value) {
        return assertThrows(InferenceException.class, () -> KEYS.check(Map.of(key, value)))
                .problem();
    }

    @Test
    void what_fits_is_taken() {
        assertDoesNotThrow(() -> KEYS.check(Map.of(
                "size", " -1", "within_ms", "9000000000", "share", "0.5", "eager", "true", "api_key", new String[] {"a"
                })));
    }

    @Test
    void a_key_that_is_not_known_is_named_with_those_that_are() {
        Problem refused = refusal("ctx", "hush");
        assertEquals(ErrorCode.REVISION_REFUSED, refused.code());
        assertEquals("configuration.ctx", refused.field());
        assertTrue(refused.detail().contains("api_key, eager, share, size, within_ms"), refused.detail());
        assertFalse(refused.detail().contains("hush"), refused.detail());
    }

    @Test
    void a_value_of_another_kind_is_refused_and_not_told() {
        assertTrue(refusal("size", "3000000000").detail().contains("whole number"));
        assertTrue(refusal("within_ms", "1.5").detail().contains("whole number"));
        assertTrue(refusal("share", "NaN").detail().contains("number"));
        assertTrue(refusal("eager", "yes").detail().contains("true or false"));
        assertFalse(refusal("size", "hush").detail().contains("hush"));
        assertTrue(refusal("size", new String[] {"1", "x"}).field().endsWith("size"));
    }
}
