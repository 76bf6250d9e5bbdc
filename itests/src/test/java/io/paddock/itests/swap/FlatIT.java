// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class FlatIT {
    private static List<String> grown(IntToLongFunction figure) {
        Flat flat = new Flat(Flat.LEAST);
        for (int round = 0; round < Flat.LEAST; round++) {
            if (flat.looksAt(round)) {
                flat.take(round, Map.of("heap", figure.applyAsLong(round)));
            }
        }
        return flat.grown();
    }

    @Test
    void what_grows_a_little_each_round_is_seen() {
        assertEquals(1, grown(round -> 10_000 + 10L * round).size());
        assertEquals(1, grown(round -> round / 40L).size(), "from nothing");
    }

    @Test
    void what_goes_up_and_down_or_grows_at_first_is_flat() {
        assertEquals(List.of(), grown(round -> 10_000 + 900L * (round % 3)));
        assertEquals(List.of(), grown(round -> 10_000 + 500L * Math.min(round, 8)));
        assertEquals(List.of(), grown(round -> 0));
    }
}
