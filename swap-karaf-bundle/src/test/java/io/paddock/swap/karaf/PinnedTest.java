// SPDX-License-Identifier: Apache-2.0
package io.paddock.swap.karaf;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class PinnedTest {
    private static final Version NEXT = new Version("2.0.0");

    private static void assertRefused(String told, BundleHead coming) {
        InferenceException refused =
                assertThrows(InferenceException.class, () -> Pinned.told(told).check(coming));
        assertEquals(ErrorCode.NATIVE_PINNED, refused.code());
    }

    @Test
    void a_bundle_whose_natives_are_loaded_and_its_fragments_do_not_come() {
        assertRefused("a.engine", new BundleHead("a.engine", NEXT));
        assertRefused("b, a.engine", new BundleHead("a.engine.linux", NEXT, "a.engine"));
    }

    @Test
    void others_do() {
        Pinned pinned = Pinned.told("a.engine");
        assertDoesNotThrow(() -> pinned.check(new BundleHead("a.backend", NEXT)));
        assertDoesNotThrow(() -> pinned.check(new BundleHead("a.engine.linux", NEXT, "b.engine")));
        assertTrue(Pinned.told("").names().isEmpty());
    }
}
