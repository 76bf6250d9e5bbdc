// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of many rounds, which must not grow: the median of the last 20 is at most 1.05 times that of rounds 10 to 30. */
final class Flat {
    /** Rounds that it takes at least. */
    static final int LEAST = 50;

    private static final double MOST = 1.05;
    private static final int FROM = 10;
    private static final int WINDOW = 20;

    private final Map<String, List<Long>> figures = new LinkedHashMap<>();

    /** Takes the figures of the next round. */
    void take(Map<String, Long> round) {
        round.forEach((name, value) ->
                figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    }

    /** What has grown, in words. */
    List<String> grown() {
        return figures.keySet().stream()
                .filter(name -> late(name) > MOST * early(name))
                .map(this::line)
                .toList();
    }

    /** A line for each figure. */
    List<String> lines() {
        return figures.keySet().stream().map(this::line).toList();
    }

    private String line(String name) {
        double share = early(name) == 0 ? 1 : (double) late(name) / early(name);
        return String.format(
                Locale.ROOT, "%s: rounds 10 to 30 %,d, the last 20 %,d, %.3f", name, early(name), late(name), share);
    }

    private long early(String name) {
        return median(figures.get(name).subList(FROM, FROM + WINDOW));
    }

    private long late(String name) {
        List<Long> all = figures.get(name);
        return median(all.subList(all.size() - WINDOW, all.size()));
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
