// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import java.util.ArrayList;
import java.util.List;

/** Swaps in which the old engine went before the new one came, and how long requests waited. Not thread-safe. */
final class OldFirst {
    private final SwapPhases phases = new SwapPhases();
    private final List<Double> loads = new ArrayList<>();
    private final List<Double> longest = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();

    /** Takes one that has ended, and the waits of all requests meanwhile. */
    void take(JsonNode swap, Samples waits) {
        phases.take(swap);
        for (JsonNode timing : swap.path("phases")) {
            if (timing.path("phase").asText().equals("load")) {
                double load = timing.path("took_ms").asDouble();
                loads.add(load);
                longest.add(waits.percentile(100));
                shares.add(waits.percentile(100) / load);
            }
        }
    }

    /** Those that did not go well. */
    List<String> faults() {
        return phases.faults();
    }

    /** What each phase took. */
    Table phases() {
        return phases.table(
                "A swap with `drain_stop_start`, a request each 20 ms (n = " + loads.size() + ", no probation)");
    }

    /** What the longest wait was, and what part of it was the load. */
    Table waited() {
        Table table = new Table("Requests during these swaps", "what", "median", "range", "wanted");
        row(table, "the engine's load", "%.0f ms", loads, "");
        row(table, "the longest wait of a request", "%.0f ms", longest, "");
        boolean met = Samples.of(shares).median() <= SwapPart.MOST;
        row(table, "longest wait / load", "%.2f", shares, "at most " + SwapPart.MOST + ": " + (met ? "met" : "missed"));
        return table;
    }

    private static void row(Table table, String what, String format, List<Double> values, String wanted) {
        Samples samples = Samples.of(values);
        table.row(what, samples.median(format), samples.range(format), wanted);
    }
}
