// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.subject.ChildCommand;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.ServerByHand;
import io.paddock.bench.subject.StartPhases;
import io.paddock.bench.subject.StopList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** From the ensure call to the lease of a llama-server, beside the same program started by hand until it is healthy. */
final class ServerStarts {
    private static final double WANTED_MILLIS = 50;

    private final PaddockProcess paddock;
    private final Path program;
    private final int pairs;
    private final StopList stops;

    ServerStarts(PaddockProcess paddock, Path program, int pairs, StopList stops) {
        this.paddock = paddock;
        this.program = program;
        this.pairs = pairs;
        this.stops = stops;
    }

    List<Table> measure(String model) throws Exception {
        Bench.progress("server, starts of " + model + ", " + pairs + " pairs");
        ChildCommand command = command(model);
        List<StartPhases> ensured = new ArrayList<>();
        List<Pairs.Pair> both = new ArrayList<>();
        Pairs.<Double>interleave(
                pairs,
                () -> byHand(command),
                () -> {
                    ensured.add(ensure(model));
                    return ensured.get(ensured.size() - 1).whole();
                },
                (hand, paddocks) -> both.add(new Pairs.Pair(hand, paddocks)));
        return List.of(comparison(model, new Pairs(both)), phases(model, ensured));
    }

    /** What the runtime gives the program; the first start is not measured. */
    private ChildCommand command(String model) throws Exception {
        PaddockApi.Granted granted = paddock.api().ensure(model);
        try {
            return ChildCommand.of(paddock.api()
                    .instance(granted.instanceId(), paddock.adminToken())
                    .path("pid")
                    .asLong());
        } finally {
            end(granted);
        }
    }

    private double byHand(ChildCommand command) throws Exception {
        try (ServerByHand server = ServerByHand.start(program, command, stops)) {
            return server.readyMillis();
        }
    }

    private StartPhases ensure(String model) throws Exception {
        double called = System.currentTimeMillis();
        long start = System.nanoTime();
        PaddockApi.Granted granted = paddock.api().ensure(model);
        double whole = (System.nanoTime() - start) / 1e6;
        StartPhases phases =
                StartPhases.of(called, whole, paddock.api().events(granted.instanceId(), paddock.adminToken()));
        end(granted);
        return phases;
    }

    private void end(PaddockApi.Granted granted) throws Exception {
        paddock.api().release(granted);
        paddock.api().stop(granted.instanceId(), paddock.adminToken());
        EnsurePart.awaitGone(paddock, granted.instanceId());
    }

    private static Table comparison(String model, Pairs pairs) {
        Table table = new Table(
                "Until a llama-server with " + model + " is ready, n = "
                        + pairs.all().size() + " pairs",
                "by hand, median",
                "ensure, median",
                "difference, median",
                "middle half",
                "range",
                "wanted");
        Samples added = pairs.differences();
        table.row(
                pairs.first().median("%.0f ms"),
                pairs.second().median("%.0f ms"),
                added.median("%+.0f ms"),
                added.middleHalf("%+.0f ms"),
                added.range("%+.0f ms"),
                "at most " + (int) WANTED_MILLIS + " ms more: " + (added.median() <= WANTED_MILLIS ? "met" : "missed"));
        return table;
    }

    private static Table phases(String model, List<StartPhases> starts) {
        Table table = new Table("The phases of that ensure with " + model, "phase", "median", "range");
        row(table, "call to planned (what serves it was chosen)", starts, StartPhases::plan);
        row(table, "planned to starting (its turn came)", starts, StartPhases::turn);
        row(table, "starting to ready (process, load, proof)", starts, StartPhases::load);
        row(table, "ready to the answer", starts, StartPhases::answer);
        return table;
    }

    private static void row(Table table, String name, List<StartPhases> starts, ToDoubleFunction<StartPhases> phase) {
        Samples millis = Samples.of(starts.stream().map(phase::applyAsDouble).toList());
        table.row(name, millis.median("%.0f ms"), millis.range("%.0f ms"));
    }
}
