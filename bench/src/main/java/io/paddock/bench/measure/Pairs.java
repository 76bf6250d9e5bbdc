// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * Measurements taken two by two, one of each side shortly after the other, so that what the machine does besides falls
 * on both. Immutable.
 *
 * @param all the pairs in order of time
 */
public record Pairs(List<Pair> all) {
    public Pairs {
        all = List.copyOf(all);
    }

    /**
     * One pair.
     *
     * @param first the measurement of the first side
     * @param second the measurement of the second side
     */
    public record Pair(double first, double second) {}

    /** Takes one measurement. */
    @FunctionalInterface
    public interface Side<T> {
        /** Measures now. */
        T measure() throws Exception;
    }

    /** Receives what both sides measured. */
    @FunctionalInterface
    public interface Taker<T> {
        /** Takes one pair. */
        void take(T first, T second);
    }

    /** Measures both sides {@code count} times; the side that begins alternates. */
    public static <T> void interleave(int count, Side<T> first, Side<T> second, Taker<T> taker) throws Exception {
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                T one = first.measure();
                taker.take(one, second.measure());
            } else {
                T two = second.measure();
                taker.take(first.measure(), two);
            }
        }
    }

    /** The first side alone. */
    public Samples first() {
        return each((a, b) -> a);
    }

    /** The second side alone. */
    public Samples second() {
        return each((a, b) -> b);
    }

    /** Second minus first, pair by pair. */
    public Samples differences() {
        return each((a, b) -> b - a);
    }

    /** Second divided by first, pair by pair. */
    public Samples ratios() {
        return each((a, b) -> b / a);
    }

    private Samples each(ToDoubleBiFunction<Double, Double> function) {
        List<Double> values = new ArrayList<>();
        for (Pair pair : all) {
            values.add(function.applyAsDouble(pair.first(), pair.second()));
        }
        return Samples.of(values);
    }
}
