// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.ProcessFacts;
import io.paddock.bench.subject.StopList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tokens per second of llama-servers started by hand, of the runtime's one, and of that through the gateway. */
final class ServerSpeeds {
    private static final int[] STREAMS = {1, 4, 16};
    private static final double WANTED = 0.99;
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(3);
    private static final String QUESTION = "Tell me a long story about a dog and a tree.";

    private final PaddockProcess paddock;
    private final Path program;
    private final StopList stops;
    private final List<String> faults = new ArrayList<>();

    /**
     * What is asked for.
     *
     * @param maxTokens the most that a stream may say
     * @param starts how often the processes are started anew
     * @param pairs rounds of each pair after each start
     * @param judged whether it counts for the target
     */
    record Load(String model, int maxTokens, int starts, int pairs, boolean judged) {}

    private enum Pairing {
        CONTROL("by hand, another by hand (control)"),
        ENDPOINT("by hand, the endpoint"),
        GATEWAY("the endpoint, the gateway");

        private final String text;

        Pairing(String text) {
            this.text = text;
        }
    }

    /** What was measured with so many streams. */
    private static final class Seen {
        private final Map<Pairing, List<Pairs.Pair>> pairs = new EnumMap<>(Pairing.class);
        private final List<Double> memory = new ArrayList<>();
    }

    ServerSpeeds(PaddockProcess paddock, Path program, StopList stops) {
        this.paddock = paddock;
        this.program = program;
        this.stops = stops;
    }

    /** What is wrong with the streams that failed. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    Table measure(Load load, StreamClient client) throws Exception {
        Map<Integer, Seen> seen = new TreeMap<>();
        for (int start = 1; start <= load.starts(); start++) {
            Bench.progress("server, speed of " + load.model() + ", start " + start + " of " + load.starts());
            ServerTrio servers = ServerTrio.start(paddock, program, load.model(), stops);
            try {
                for (int streams : STREAMS) {
                    measure(load, client, servers, streams, seen.computeIfAbsent(streams, key -> new Seen()));
                }
            } finally {
                servers.end();
            }
        }
        return table(load, seen);
    }

    private void measure(Load load, StreamClient client, ServerTrio servers, int streams, Seen seen) throws Exception {
        for (Target warm : List.of(servers.byHand(), servers.otherByHand(), servers.endpoint(), servers.gateway())) {
            round(load, client, warm, streams);
        }
        for (Pairing pairing : Pairing.values()) {
            Target first = pairing == Pairing.GATEWAY ? servers.endpoint() : servers.byHand();
            Target second = switch (pairing) {
                case CONTROL -> servers.otherByHand();
                case ENDPOINT -> servers.endpoint();
                case GATEWAY -> servers.gateway();
            };
            List<Pairs.Pair> pairs = seen.pairs.computeIfAbsent(pairing, key -> new ArrayList<>());
            Pairs.interleave(
                    load.pairs(),
                    () -> round(load, client, first, streams),
                    () -> round(load, client, second, streams),
                    (a, b) -> {
                        if (a.good() && b.good()) {
                            pairs.add(new Pairs.Pair(a.tokensPerSecond(), b.tokensPerSecond()));
                        }
                    });
        }
        ProcessFacts.rssMib(servers.pid()).ifPresent(seen.memory::add);
    }

    private Round round(Load load, StreamClient client, Target target, int streams) throws IOException {
        List<String> bodies = Collections.nCopies(streams, ChatBody.of(load.model(), QUESTION, load.maxTokens()));
        Round round = new Round(client.round(target, bodies, ROUND_WITHIN).stream()
                .map(trace -> CheckedStream.of(trace, null))
                .toList());
        round.faults().forEach(fault -> faults.add(target + ": " + fault));
        return round;
    }

    private static Table table(Load load, Map<Integer, Seen> seen) {
        Table table = new Table(
                "Tokens per second of a llama-server with " + load.model() + " (at most " + load.maxTokens()
                        + " tokens a stream, " + load.starts() + " starts, n = " + load.pairs() + " pairs after each)",
                "streams",
                "pair",
                "first, median",
                "second, median",
                "second / first, median",
                "middle half",
                "wanted",
                "server RSS after");
        seen.forEach((streams, all) -> all.pairs.forEach((pairing, pairs) -> {
            boolean judged = load.judged() && pairing == Pairing.ENDPOINT;
            String memory = pairing == Pairing.ENDPOINT ? Samples.of(all.memory).median("%.0f MiB") : "";
            row(table, streams, pairing.text, new Pairs(pairs), judged, memory);
        }));
        return table;
    }

    private static void row(Table table, int streams, String name, Pairs pairs, boolean judged, String memory) {
        Samples ratios = pairs.ratios();
        String verdict = WANTED + " or more: " + (ratios.median() >= WANTED ? "met" : "missed");
        Table unused = table.row(
                Integer.toString(streams),
                name,
                pairs.first().median("%.1f"),
                pairs.second().median("%.1f"),
                ratios.median("%.4f"),
                ratios.middleHalf("%.4f"),
                judged ? verdict : "",
                memory);
    }
}
