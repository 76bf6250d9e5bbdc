// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.PaddockProcess.StartTimes;
import io.paddock.bench.subject.ProcessFacts;
import io.paddock.bench.subject.StopList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** From the launcher's call to the first 200 of {@code /readyz}: freshly unpacked, and once more in the same folder. */
final class StartPart {
    private static final int SETTLING_CALLS = 200;

    private final Path archive;
    private final int runs;
    private final StopList stops;

    /** One start. */
    private record Start(StartTimes times, OptionalDouble idleRss, OptionalDouble peakRss) {}

    StartPart(Path archive, int runs, StopList stops) {
        this.archive = archive;
        this.runs = runs;
        this.stops = stops;
    }

    Report measure() throws Exception {
        List<Start> clean = new ArrayList<>();
        List<Start> warm = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Bench.progress("start " + (i + 1) + " of " + runs);
            try (Distribution distribution = stops.add(Distribution.unpack(archive))) {
                clean.add(start(distribution));
                warm.add(start(distribution));
            }
        }
        Table table = new Table(
                "Start to ready (" + runs + " runs each; wanted: ready within 6 s warm, RSS under 220 MiB)",
                "start",
                "ready, median",
                "range",
                "port answers, median",
                "CPU until ready",
                "RSS at ready",
                "RSS after " + SETTLING_CALLS + " calls",
                "peak RSS");
        row(table, "clean", clean);
        row(table, "warm", warm);
        return new Report(List.of(table), List.of());
    }

    private Start start(Distribution distribution) throws Exception {
        try (PaddockProcess paddock = PaddockProcess.start(distribution, stops)) {
            for (int i = 0; i < SETTLING_CALLS; i++) {
                paddock.api().status("/readyz");
            }
            long pid = paddock.pid();
            return new Start(paddock.times(), ProcessFacts.rssMib(pid), ProcessFacts.peakRssMib(pid));
        }
    }

    private static void row(Table table, String name, List<Start> starts) {
        Samples ready = Samples.of(starts.stream().map(s -> s.times().ready()).toList());
        table.row(
                name,
                ready.median("%.2f s"),
                ready.range("%.2f s"),
                Samples.of(starts.stream().map(s -> s.times().portOpen()).toList())
                        .median("%.2f s"),
                known(starts.stream().map(s -> s.times().cpu()).toList()).median("%.2f s"),
                known(starts.stream().map(s -> s.times().rssMib()).toList()).median("%.0f MiB"),
                known(starts.stream().map(Start::idleRss).toList()).median("%.0f MiB"),
                known(starts.stream().map(Start::peakRss).toList()).median("%.0f MiB"));
    }

    private static Samples known(List<OptionalDouble> values) {
        return Samples.of(
                values.stream().flatMapToDouble(OptionalDouble::stream).boxed().toList());
    }
}
