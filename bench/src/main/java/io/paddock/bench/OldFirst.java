// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Swaps in which the old engine went before the new one came, and how long requests waited. Not thread-safe. */
final class OldFirst {
    /** What the requests meanwhile wait for. */
    private static final Set<String> GAP = Set.of("drain", "load", "ready", "canary", "switch");

    private final SwapPhases phases = new SwapPhases();
    private final List<Double> loads = new ArrayList<>();
    private final List<Double> longest = new ArrayList<>();
    private final List<Double> gaps = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();
    private final List<Double> shareOfGaps = new ArrayList<>();

    /** Takes one that has ended, and the waits of all requests meanwhile. */
    void take(JsonNode swap, Samples waits) {
        phases.take(swap);
        double load = 0;
        double gap = 0;
        for (JsonNode timing : swap.path("phases")) {
            double took = timing.path("took_ms").asDouble();
            String phase = timing.path("phase").asText();
            load += phase.equals("load") ? took : 0;
            gap += GAP.contains(phase) ? took : 0;
        }
        loads.add(load);
        gaps.add(gap);
        longest.add(waits.percentile(100));
        shares.add(waits.percentile(100) / load);
        shareOfGaps.add(waits.percentile(100) / gap);
    }

    /** Those that did not go well. */
    List<String> faults() {
        return phases.faults();
    }

    /** What each phase took. */
    Table phases() {
        return phases.table(
                "A swap with `drain_stop_start`, a request each 20 ms (n = " + loads.size() + ", probation 1 s)");
    }

    /** What the longest wait was, and what part of it was the load. */
    Table waited() {
        Table table = new Table("Requests during these swaps", "what", "median", "range", "wanted");
        row(table, "the engine's load", "%.0f ms", loads, "");
        row(table, "the gap: the old one's end, that load, the canary", "%.0f ms", gaps, "");
        row(table, "the longest wait of a request", "%.0f ms", longest, "");
        row(table, "longest wait / gap", "%.2f", shareOfGaps, "");
        boolean met = Samples.of(shares).median() <= SwapPart.MOST;
        row(table, "longest wait / load", "%.2f", shares, "at most " + SwapPart.MOST + ": " + (met ? "met" : "missed"));
        return table;
    }

    private static void row(Table table, String what, String format, List<Double> values, String wanted) {
        Samples samples = Samples.of(values);
        table.row(what, samples.median(format), samples.range(format), wanted);
    }
}
