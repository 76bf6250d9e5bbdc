// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.spawned;

import io.paddock.api.OptionDeclaration;
import io.paddock.backend.http.Refusals;
import io.paddock.spi.InstanceSpec;
import java.util.List;

/**
 * What a request may choose.
 *
 * @param delayMs pause before each word, 0 to 10000 ms
 */
record EchoOptions(long delayMs) {
    private static final String DELAY = "delay_ms";
    private static final long LONGEST = 10_000;

    /** Every option, in the manifest too: the kernel lets through what is declared and requestable, and nothing else. */
    static final List<OptionDeclaration> DECLARATIONS = List.of(new OptionDeclaration(
            DELAY, "integer", true, "0", "Pause before each word of an answer, 0 to " + LONGEST + " ms."));

    /** Reads and checks; what is wrong is refused by its name. */
    static EchoOptions of(InstanceSpec spec) {
        Refusals.undeclared(spec, DECLARATIONS);
        Object value = spec.option(DELAY).orElse(0);
        long delay = value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : -1;
        if (delay < 0 || delay > LONGEST) {
            throw Refusals.option(DELAY, DELAY + " must be a whole number from 0 to " + LONGEST);
        }
        return new EchoOptions(delay);
    }
}
