// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What swaps took, phase by phase. Not thread-safe. */
final class SwapPhases {
    /** All of a swap, and the part of it until the new one serves. */
    static final String WHOLE = "the whole swap";

    static final String UNTIL_SWITCH = "until the new one serves";

    private final Map<String, List<Double>> phases = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Takes one that has ended. */
    void take(JsonNode swap) {
        if (!swap.path("state").asText().equals("switched")) {
            faults.add("a swap was undone: " + swap.path("cause"));
            return;
        }
        double whole = 0;
        double served = 0;
        for (JsonNode timing : swap.path("phases")) {
            String phase = timing.path("phase").asText();
            double took = timing.path("took_ms").asDouble();
            add(phase, took);
            whole += took;
            served = phase.equals("switch") ? whole : served;
        }
        add(UNTIL_SWITCH, served);
        add(WHOLE, whole);
    }

    private void add(String phase, double millis) {
        phases.computeIfAbsent(phase, key -> new ArrayList<>()).add(millis);
    }

    /** Swaps that did not go well. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** A table with a row for each phase. */
    Table table(String heading) {
        Table table = new Table(heading, "phase", "median", "p90", "range");
        phases.forEach((phase, millis) -> {
            Samples samples = Samples.of(millis);
            table.row(phase, samples.median("%.0f ms"), samples.percentile(90, "%.0f ms"), samples.range("%.0f ms"));
        });
        return table;
    }
}
