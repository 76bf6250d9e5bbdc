// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.Revision;
import io.paddock.bench.subject.StopList;
import io.paddock.testkit.operator.Operations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * A swap of the llama.cpp backend side by side, a restart of its engine, an update of its bundle in place, and a swap in
 * which the old engine goes first, by turns: what each takes, and how long requests waited in the last two.
 */
final class SwapPart {
    /** The backend's name and its bundle's. */
    static final String BACKEND = "llamacpp";

    static final String BUNDLE = "io.paddock.backend.llamacpp";

    private static final Questions QUESTIONS =
            brief -> new Questions.Question(ChatBody.of(EnsurePart.MODEL, "Say hello.", 2), null);
    private static final Duration EVERY = Duration.ofMillis(20);
    private static final long BEFORE_NANOS = 300_000_000;
    private static final String NO_PROBATION = "\"probation_ms\":0";
    /** The old bundle is uninstalled after it, and not while those that waited are served. */
    private static final String A_SECOND_OF_PROBATION = "\"probation_ms\":1000";

    /** How much longer than the load the longest wait may be. */
    static final double MOST = 1.1;

    private final Path archive;
    private final int runs;
    private final StopList stops;
    private final List<String> faults = new ArrayList<>();
    private final SwapPhases phases = new SwapPhases();
    private final OldFirst oldFirst = new OldFirst();
    private final List<Double> restarts = new ArrayList<>();
    private final List<Update> updates = new ArrayList<>();
    private long seen;

    /** An update in place, in milliseconds: until the backend was back, until its engine was ready, the longest wait. */
    private record Update(double away, double load, double longest, double usual) {
        double share() {
            return longest / (away + load);
        }
    }

    SwapPart(Path archive, int runs, StopList stops) {
        this.archive = archive;
        this.runs = runs;
        this.stops = stops;
    }

    Report measure() throws Exception {
        Distribution distribution = stops.add(Distribution.unpack(archive));
        PaddockProcess paddock = PaddockProcess.start(distribution, stops);
        Operations operations = Operations.in(distribution.home());
        Revision revision = Revision.of(distribution, BACKEND);
        paddock.api().release(paddock.api().ensure(EnsurePart.MODEL));
        restart(paddock); // the first unpacks what the engine needs; it does not count
        restarts.clear();
        for (int i = 0; i < runs; i++) {
            Bench.progress("swap " + (i + 1) + " of " + runs);
            Path next = revision.next();
            phases.take(paddock.api().swap(BACKEND, next, NO_PROBATION, paddock.adminToken()));
            restart(paddock);
            update(paddock, operations, next); // the same version: the next swap finds what Karaf's features know
            Files.delete(next);
            oldFirst(paddock, revision.next());
        }
        faults.addAll(phases.faults());
        faults.addAll(oldFirst.faults());
        return new Report(
                List.of(
                        phases.table("A swap side by side, nobody asking (n = " + runs + ", no probation)"),
                        compared(),
                        waited(),
                        oldFirst.phases(),
                        oldFirst.waited()),
                faults);
    }

    /** From the stop of the engine until another one is ready. */
    private void restart(PaddockProcess paddock) throws Exception {
        PaddockApi.Granted granted = paddock.api().ensure(EnsurePart.MODEL);
        paddock.api().release(granted);
        long start = System.nanoTime();
        paddock.api().stop(granted.instanceId(), paddock.adminToken());
        EnsurePart.awaitGone(paddock, granted.instanceId());
        paddock.api().release(paddock.api().ensure(EnsurePart.MODEL));
        restarts.add((System.nanoTime() - start) / 1e6);
    }

    private void update(PaddockProcess paddock, Operations operations, Path jar) throws Exception {
        events(paddock);
        SteadyRequests requests = new SteadyRequests(paddock.api().gateway(), EVERY, QUESTIONS);
        LockSupport.parkNanos(BEFORE_NANOS); // some that are served as usual
        double usual = requests.waits().median();
        operations.update(BUNDLE, jar);
        requests.close();
        faults.addAll(requests.faults());
        double removed = 0;
        double starting = 0;
        double ready = 0;
        for (JsonNode event : events(paddock)) {
            double at = event.path("at_ms").asDouble();
            switch (event.path("type").asText()) {
                case "backend_removed" -> removed = at;
                case "instance_starting" -> starting = at;
                case "instance_ready" -> ready = at;
                default -> {}
            }
        }
        if (removed == 0 || starting < removed || ready < starting) {
            throw new IOException("an update without its events");
        }
        updates.add(new Update(
                starting - removed, ready - starting, requests.waits().percentile(100), usual));
    }

    private void oldFirst(PaddockProcess paddock, Path next) throws Exception {
        SteadyRequests requests = new SteadyRequests(paddock.api().gateway(), EVERY, QUESTIONS);
        LockSupport.parkNanos(BEFORE_NANOS); // the old one has something to finish
        String terms = A_SECOND_OF_PROBATION + ",\"strategy\":\"drain_stop_start\"";
        JsonNode swap = paddock.api().swap(BACKEND, next, terms, paddock.adminToken());
        requests.close();
        faults.addAll(requests.faults());
        oldFirst.take(swap, requests.waits());
        Files.delete(next);
    }

    /** What is new since the last time. */
    private JsonNode events(PaddockProcess paddock) throws Exception {
        JsonNode events = paddock.api().eventsAfter(seen, paddock.adminToken());
        seen = events.isEmpty()
                ? seen
                : events.path(events.size() - 1).path("seq").asLong();
        return events;
    }

    private Table compared() {
        Table table = new Table(
                "A restart of the same engine, in the same run (n = " + runs + ")", "what", "median", "range");
        Samples took = Samples.of(restarts);
        return table.row(
                "from the stop of the engine until another is ready; nobody is served meanwhile",
                took.median("%.0f ms"),
                took.range("%.0f ms"));
    }

    private Table waited() {
        Table table = new Table(
                "Requests during an update of the bundle in place (n = " + runs + " updates, a request each 20 ms)",
                "what",
                "median",
                "range",
                "wanted");
        row(table, "the head of an answer before it", samples(Update::usual), "");
        row(table, "the backend away, until its engine is started", samples(Update::away), "");
        row(table, "the engine's load", samples(Update::load), "");
        row(table, "the longest wait of a request", samples(Update::longest), "");
        Samples share = samples(Update::share);
        table.row(
                "longest wait / (away + load)",
                share.median("%.2f"),
                share.range("%.2f"),
                "at most " + MOST + ": " + (share.median() <= MOST ? "met" : "missed"));
        return table;
    }

    private Samples samples(ToDoubleFunction<Update> value) {
        return Samples.of(updates.stream().map(value::applyAsDouble).toList());
    }

    private static void row(Table table, String what, Samples millis, String wanted) {
        table.row(what, millis.median("%.0f ms"), millis.range("%.0f ms"), wanted);
    }
}
