// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.ProcessFacts;
import io.paddock.bench.subject.StopList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Tokens per second of the bundled model's worker, at the instance and through the gateway. No threshold. */
final class WorkerPart {
    private static final int[] STREAMS = {1, 4, 16};
    private static final int MAX_TOKENS = 128;
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(2);
    private static final List<String> HEROES =
            List.of("a dog", "a cat", "a bird", "a boy", "a girl", "a fish", "a bear", "a tree");

    private final Path archive;
    private final int runs;
    private final StopList stops;
    private final List<String> faults = new ArrayList<>();
    private StreamClient client;

    WorkerPart(Path archive, int runs, StopList stops) {
        this.archive = archive;
        this.runs = runs;
        this.stops = stops;
    }

    Report measure() throws Exception {
        Distribution distribution = stops.add(Distribution.unpack(archive));
        PaddockProcess paddock = PaddockProcess.start(distribution, stops);
        client = stops.add(StreamClient.keepingConnections());
        PaddockApi.Granted granted = paddock.api().ensure(EnsurePart.MODEL);
        Target direct = Target.chat(granted.baseUrl(), granted.headers());
        Target gateway = Target.chat(paddock.api().gateway(), Map.of());
        Table table = new Table(
                "The bundled model's worker (" + runs + " rounds each, interleaved, at most " + MAX_TOKENS + " tokens)",
                "streams",
                "at",
                "tokens/s, median",
                "range",
                "first token, median",
                "worker RSS after");
        round(direct, 1);
        round(gateway, 1);
        for (int streams : STREAMS) {
            Bench.progress("worker, " + streams + " streams");
            compare(table, direct, gateway, streams, () -> workerRss(paddock, granted.instanceId()));
        }
        paddock.api().release(granted);
        return new Report(List.of(table), faults);
    }

    private void compare(Table table, Target direct, Target gateway, int streams, Pairs.Side<String> rss)
            throws Exception {
        List<Round> atInstance = new ArrayList<>();
        List<Round> atGateway = new ArrayList<>();
        Pairs.interleave(runs, () -> round(direct, streams), () -> round(gateway, streams), (a, b) -> {
            atInstance.add(a);
            atGateway.add(b);
        });
        String memory = rss.measure();
        row(table, streams, "the instance", atInstance, memory);
        row(table, streams, "the gateway", atGateway, memory);
    }

    private Round round(Target target, int streams) throws IOException {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            String question = "Tell me a story about " + HEROES.get(i % HEROES.size()) + ".";
            bodies.add(ChatBody.of(EnsurePart.MODEL, question, MAX_TOKENS));
        }
        Round round = new Round(client.round(target, bodies, ROUND_WITHIN).stream()
                .map(trace -> CheckedStream.of(trace, null))
                .toList());
        faults.addAll(round.faults());
        if (round.good() && round.streams().stream().anyMatch(stream -> stream.usageTokens() < 1)) {
            faults.add("an answer without its usage");
        }
        return round;
    }

    private static void row(Table table, int streams, String place, List<Round> rounds, String memory) {
        Samples speed = Samples.of(
                rounds.stream().filter(Round::good).map(Round::tokensPerSecond).toList());
        Samples first = Samples.of(rounds.stream()
                .filter(Round::good)
                .map(round -> round.firstMillis().median())
                .toList());
        table.row(
                Integer.toString(streams),
                place,
                speed.median("%.0f"),
                speed.range("%.0f"),
                first.median("%.1f ms"),
                memory);
    }

    private static String workerRss(PaddockProcess paddock, String instance) throws Exception {
        long pid = paddock.api()
                .instance(instance, paddock.adminToken())
                .path("pid")
                .asLong();
        OptionalDouble rss = pid == 0 ? OptionalDouble.empty() : ProcessFacts.rssMib(pid);
        return rss.isPresent() ? Samples.of(rss.getAsDouble()).median("%.0f MiB") : "unknown";
    }
}
