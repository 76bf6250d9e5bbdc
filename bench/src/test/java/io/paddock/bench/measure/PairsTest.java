// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {
    @Test
    void differences_and_ratios_are_taken_pair_by_pair() {
        // The machine slows down: the medians of the sides say little, the pairs say it all.
        Pairs pairs = new Pairs(List.of(new Pairs.Pair(10, 11), new Pairs.Pair(20, 21), new Pairs.Pair(40, 41)));

        assertEquals(1, pairs.differences().percentile(0));
        assertEquals(1, pairs.differences().percentile(100));
        assertEquals(1.05, pairs.ratios().median(), 1e-9);
        assertEquals(20, pairs.first().median());
        assertEquals(21, pairs.second().median());
    }

    @Test
    void the_side_that_begins_alternates_and_the_pair_keeps_its_order() throws Exception {
        List<String> order = new ArrayList<>();
        List<String> taken = new ArrayList<>();

        Pairs.interleave(
                3, () -> said(order, "a"), () -> said(order, "b"), (first, second) -> taken.add(first + second));

        assertEquals(List.of("a", "b", "b", "a", "a", "b"), order);
        assertEquals(List.of("ab", "ab", "ab"), taken);
    }

    private static String said(List<String> order, String what) {
        order.add(what);
        return what;
    }
}
