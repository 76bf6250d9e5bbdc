// SPDX-License-Identifier: Apache-2.0
package io.paddock.house;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

/** Fails a test with everything that is wrong, not only with the first. */
final class Violations {
    private Violations() {}

    static void none(String rule, List<String> violations) {
        if (!violations.isEmpty()) {
            fail(rule + "\n  " + String.join("\n  ", violations));
        }
    }
}
