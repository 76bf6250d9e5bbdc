// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** Numbers of one kind, sorted. Immutable. */
public final class Samples {
    private final double[] sorted;

    private Samples(double[] values) {
        sorted = values;
        Arrays.sort(sorted);
    }

    /** The samples in {@code values}, in any order. */
    public static Samples of(double... values) {
        return new Samples(values.clone());
    }

    /** The samples in {@code values}, in any order. */
    public static Samples of(Collection<? extends Number> values) {
        return new Samples(values.stream().mapToDouble(Number::doubleValue).toArray());
    }

    /** How many there are. */
    public int count() {
        return sorted.length;
    }

    /** The middle one, or the mean of the two in the middle; not a number when there are none. */
    public double median() {
        return percentile(50);
    }

    /** The value below which {@code percent} (0 to 100) of the samples lie, between two samples by their distance. */
    public double percentile(double percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent must be 0 to 100, not " + percent);
        }
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double rank = percent / 100 * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /** The median as text; {@code format} takes one double. */
    public String median(String format) {
        return text(format, median());
    }

    /** A percentile as text; {@code format} takes one double. */
    public String percentile(double percent, String format) {
        return text(format, percentile(percent));
    }

    /** First and third quartile as text: half of the samples lie between them. */
    public String middleHalf(String format) {
        return percentile(25, format) + " to " + percentile(75, format);
    }

    /**
     * Where the median of all that could be measured lies with 95 % certainty, as the ranks of the sorted samples tell
     * (normal approximation of the binomial distribution): its lower and its upper end.
     */
    public double[] medianWithin() {
        double half = 0.98 * Math.sqrt(sorted.length);
        int low = (int) Math.floor(sorted.length / 2.0 - half);
        int high = (int) Math.ceil(sorted.length / 2.0 + half);
        return sorted.length == 0
                ? new double[] {Double.NaN, Double.NaN}
                : new double[] {sorted[Math.max(0, low - 1)], sorted[Math.min(sorted.length - 1, high)]};
    }

    /** Smallest and largest as text. */
    public String range(String format) {
        return percentile(0, format) + " to " + percentile(100, format);
    }

    private static String text(String format, double value) {
        return Double.isNaN(value) ? "none" : String.format(Locale.ROOT, format, value);
    }
}
