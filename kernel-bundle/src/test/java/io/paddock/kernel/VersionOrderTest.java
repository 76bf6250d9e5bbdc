// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionOrderTest {
    private static final List<String> RISING = List.of(
            "0.9", "1-rc1", "1-rc2", "1.0.0", "1.0.0.build1", "1.0.0.build2", "1.0.2", "1.0.10", "1.2", "2", "10.0.0");

    @Test
    void numbers_count_by_value_and_qualifiers_by_their_place() {
        List<String> shuffled = new ArrayList<>(RISING);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.sort(new VersionOrder());
        assertEquals(RISING, shuffled);
    }

    @Test
    void what_is_left_out_is_zero() {
        assertEquals(0, new VersionOrder().compare("1", "1.0.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.1.0", "1.2.3-SNAPSHOT", "1.2.3.20260101-1200"})
    void versions(String text) {
        assertTrue(VersionOrder.isVersion(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "v1", "1.2.", "-1", "1 2", "1.2.3 beta", "99999999999999999999"})
    void no_versions(String text) {
        assertFalse(VersionOrder.isVersion(text));
        assertThrows(IllegalArgumentException.class, () -> new VersionOrder().compare(text, "1"));
    }
}
