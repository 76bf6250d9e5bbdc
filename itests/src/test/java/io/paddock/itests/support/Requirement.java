// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.support;

import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Something a check needs from outside. Absent, the check is skipped with the reason, or fails when all is required. */
public final class Requirement {
    private Requirement() {}

    /** The value, or the end of this test. */
    public static <T> T need(Optional<T> value, String reason) {
        if (value.isEmpty()) {
            if ("all".equals(System.getenv("PADDOCK_REQUIRE"))) {
                Assertions.fail("PADDOCK_REQUIRE=all, but: " + reason);
            }
            Assumptions.abort(reason);
        }
        return value.orElseThrow();
    }
}
