// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void the_median_is_the_middle_one_or_between_the_two_in_the_middle() {
        assertEquals(2, Samples.of(3, 1, 2).median());
        assertEquals(2.5, Samples.of(4, 1, 2, 3).median());
        assertEquals(7, Samples.of(List.of(7L)).median());
    }

    @Test
    void percentiles_lie_between_neighbours_by_distance() {
        Samples samples = Samples.of(10, 20, 30, 40, 50);

        assertEquals(10, samples.percentile(0));
        assertEquals(50, samples.percentile(100));
        assertEquals(46, samples.percentile(90), 1e-9);
        assertEquals("20.0 to 40.0", samples.middleHalf("%.1f"));
        assertEquals("10 to 50", samples.range("%.0f"));
    }

    @Test
    void no_samples_have_no_median() {
        Samples none = Samples.of(List.<Double>of());

        assertTrue(Double.isNaN(none.median()));
        assertEquals("none", none.median("%.1f"));
    }

    @Test
    void a_percentage_beyond_a_hundred_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Samples.of(1).percentile(101));
    }

    @Test
    void the_given_array_is_left_alone() {
        double[] given = {3, 1, 2};

        assertEquals(3, Samples.of(given).count());
        assertEquals(3, given[0]);
    }

    @Test
    void the_median_of_a_hundred_lies_between_the_40th_and_the_61st() {
        Samples samples = Samples.of(IntStream.rangeClosed(1, 100).boxed().toList());
        assertArrayEquals(new double[] {40, 61}, samples.medianWithin());
    }

    @Test
    void the_median_of_few_lies_anywhere_between_them() {
        assertArrayEquals(new double[] {1, 3}, Samples.of(3, 1, 2).medianWithin());
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, Samples.of().medianWithin());
    }
}
