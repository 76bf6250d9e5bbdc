// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Paddock;

/** What is told of a backend that was uninstalled. */
final class Removal {
    private Removal() {}

    /** Waits until whoever wishes that is refused, since nobody expects the backend back, and hears what there is. */
    static void awaitTold(Paddock paddock, String wish) throws Exception {
        Eventually.holds(
                "nobody expects it back",
                () -> paddock.post("/api/v1/endpoints", wish).status() == 404);
        Answer refused = paddock.post("/api/v1/endpoints", wish);
        assertEquals("backend_not_registered", refused.text("/code"), refused.body());
        assertTrue(refused.text("/detail").contains("ollama"), "it says what is there: " + refused.body());
    }
}
