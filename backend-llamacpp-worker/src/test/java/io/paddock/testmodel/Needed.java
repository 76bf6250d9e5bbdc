// SPDX-License-Identifier: Apache-2.0
package io.paddock.testmodel;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Something a test cannot do without. */
public final class Needed {
    private Needed() {}

    /** Skips the test when {@code present} is false; with PADDOCK_REQUIRE=all it fails. */
    public static void here(boolean present, String reason) {
        if ("all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            assertTrue(present, reason);
        }
        assumeTrue(present, reason);
    }
}
