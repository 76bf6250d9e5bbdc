// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of many rounds, which must not grow: the median of the last 20 is at most 1.05 times that of rounds 10 to 30. */
final class Flat {
    /** Rounds that it takes at least: with fewer, what grows a little in each would not be seen. */
    static final int LEAST = 100;

    private static final double MOST = 1.05;
    private static final int FROM = 10;
    private static final int WINDOW = 20;

    private final int rounds;
    private final Map<String, List<Long>> early = new LinkedHashMap<>();
    private final Map<String, List<Long>> late = new LinkedHashMap<>();

    Flat(int rounds) {
        this.rounds = rounds;
    }

    /** Whether the figures of that round, from 0, count. */
    boolean looksAt(int round) {
        return isEarly(round) || round >= rounds - WINDOW;
    }

    private static boolean isEarly(int round) {
        return round >= FROM && round < FROM + WINDOW;
    }

    /** Takes the figures of a round that it looks at. */
    void take(int round, Map<String, Long> figures) {
        Map<String, List<Long>> all = isEarly(round) ? early : late;
        figures.forEach((name, value) ->
                all.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    }

    /** What has grown, in words. */
    List<String> grown() {
        return early.keySet().stream()
                .filter(name -> median(late.get(name)) > MOST * median(early.get(name)))
                .map(this::line)
                .toList();
    }

    /** A line for each figure. */
    List<String> lines() {
        return early.keySet().stream().map(this::line).toList();
    }

    private String line(String name) {
        long before = median(early.get(name));
        long after = median(late.get(name));
        double share = before == 0 ? 1 : (double) after / before;
        return String.format(Locale.ROOT, "%s: rounds 10 to 30 %,d, the last 20 %,d, %.3f", name, before, after, share);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
