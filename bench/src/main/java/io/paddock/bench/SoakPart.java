// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.ProcessFacts;
import io.paddock.bench.subject.Revision;
import io.paddock.bench.subject.StopList;
import io.paddock.testkit.operator.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A thousand swaps of a backend, side by side and in place by turns, while clients ask and leases are kept. */
final class SoakPart {
    private static final int LEASES = 8;
    private static final int LOOKS = 20;
    private static final int PROBATION_MILLIS = 50;

    private final SoakSubject subject;
    private final Path archive;
    private final int swaps;
    private final int streams;
    private final StopList stops;
    private final SwapPhases phases = new SwapPhases();
    private final Map<String, List<Double>> looks = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    SoakPart(SoakSubject subject, Path archive, int swaps, int streams, StopList stops) {
        this.subject = subject;
        this.archive = archive;
        this.swaps = swaps;
        this.streams = streams;
        this.stops = stops;
    }

    Report measure() throws Exception {
        Distribution distribution = stops.add(Distribution.unpack(archive));
        subject.preparation().prepare(distribution, stops);
        PaddockProcess paddock = PaddockProcess.start(distribution, stops);
        paddock.api().awaitListed(subject.model());
        Operations operations = Operations.in(distribution.home());
        Revision revision = Revision.of(distribution, subject.artifact());
        List<PaddockApi.Granted> leases = new ArrayList<>();
        for (int i = 0; i < LEASES; i++) {
            leases.add(paddock.api().ensure(subject.model()));
        }
        Questions questions = subject.asked().of(paddock.api());
        SoakClients clients = new SoakClients(paddock.api(), leases, streams, questions);
        try (clients) {
            for (int i = 0; i < swaps; i++) {
                replace(i, paddock, operations, revision);
                clients.awaitStreams(streams);
                if ((i + 1) % Math.max(1, swaps / LOOKS) == 0) {
                    Bench.progress("soak of " + subject.engine() + ", " + (i + 1) + " of " + swaps + " swaps, "
                            + clients.faults().size() + " failed");
                    look(paddock, operations);
                }
            }
        }
        faults.addAll(clients.faults());
        faults.addAll(phases.faults());
        for (PaddockApi.Granted lease : leases) {
            paddock.api().renew(lease); // it lives, or this says 404
        }
        String heading = "A swap side by side of " + subject.engine() + ", " + streams + " streams (probation "
                + PROBATION_MILLIS + " ms)";
        return new Report(List.of(phases.table(heading), facts(clients)), faults);
    }

    private void replace(int round, PaddockProcess paddock, Operations operations, Revision revision) throws Exception {
        if (round % 2 == 1) {
            operations.restart(subject.bundle());
            return;
        }
        Path next = revision.next();
        phases.take(paddock.api()
                .swap(subject.backend(), next, "\"probation_ms\":" + PROBATION_MILLIS, paddock.adminToken()));
        Files.delete(next);
    }

    private void look(PaddockProcess paddock, Operations operations) throws IOException {
        Map<String, Long> facts = operations.facts();
        add("heap, MiB", facts.get("heap") / 1048576.0);
        add("metaspace, MiB", facts.get("metaspace") / 1048576.0);
        add("classes", facts.get("classes"));
        add("threads", facts.get("threads"));
        ProcessFacts.rssMib(paddock.pid()).ifPresent(rss -> add("resident memory, MiB", rss));
        try (Stream<Path> open = Files.list(Path.of("/proc/" + paddock.pid() + "/fd"))) {
            add("open files", (double) open.count());
        }
    }

    private void add(String name, double value) {
        looks.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private Table facts(SoakClients clients) {
        Samples waits = clients.waits();
        Table table = new Table(
                swaps + " swaps of " + subject.engine() + ", half of them in place by a stop and a start; "
                        + clients.answered() + " streams and " + waits.count()
                        + " short requests whole and right, the longest wait of a short one "
                        + waits.percentile(100, "%.0f ms") + ", " + faults.size() + " failed, " + LEASES
                        + " leases alive",
                "of the runtime, after a collection",
                "after the first " + Math.max(1, swaps / LOOKS) + " swaps",
                "median",
                "at the end");
        looks.forEach((name, values) -> table.row(
                name,
                Samples.of(values.get(0)).median("%.1f"),
                Samples.of(values).median("%.1f"),
                Samples.of(values.get(values.size() - 1)).median("%.1f")));
        return table;
    }
}
