// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.ChildCommand;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.ProcessFacts;
import io.paddock.bench.subject.StopList;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Tokens per second of llama-servers started by hand, of the runtime's one, and of that through the gateway. */
final class ServerSpeeds {
    private static final int[] STREAMS = {1, 4, 16};
    private static final double WANTED = 0.99;
    private static final int PAIRS = 2; // each side begins once

    private final PaddockProcess paddock;
    private final Path program;
    private final StopList stops;
    private final ServerRounds rounds;

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
        private final Map<Pairing, List<Pairs>> starts = new EnumMap<>(Pairing.class);
        private final List<Double> memory = new ArrayList<>();
    }

    ServerSpeeds(PaddockProcess paddock, Path program, ServerRounds rounds, StopList stops) {
        this.paddock = paddock;
        this.program = program;
        this.rounds = rounds;
        this.stops = stops;
    }

    Table measure(ServerRounds.Load load, int starts) throws Exception {
        Map<Integer, Seen> seen = new TreeMap<>();
        ChildCommand like = null;
        for (int start = 1; start <= starts; start++) {
            Bench.progress("server, speed of " + load.model() + ", start " + start + " of " + starts);
            ServerTrio servers = ServerTrio.start(paddock, program, load.model(), start % 2 == 0 ? like : null, stops);
            try {
                like = servers.command();
                for (int streams : STREAMS) {
                    measure(load, servers, streams, seen.computeIfAbsent(streams, key -> new Seen()));
                }
            } finally {
                servers.end();
            }
        }
        return table(load, starts, seen);
    }

    private void measure(ServerRounds.Load load, ServerTrio servers, int streams, Seen seen) throws Exception {
        for (Target warm : List.of(servers.byHand(), servers.otherByHand(), servers.endpoint(), servers.gateway())) {
            rounds.round(load, warm, streams);
        }
        for (Pairing pairing : Pairing.values()) {
            Target first = pairing == Pairing.GATEWAY ? servers.endpoint() : servers.byHand();
            Target second = switch (pairing) {
                case CONTROL -> servers.otherByHand();
                case ENDPOINT -> servers.endpoint();
                case GATEWAY -> servers.gateway();
            };
            List<Pairs.Pair> pairs = new ArrayList<>();
            Pairs.interleave(
                    PAIRS,
                    () -> rounds.turns(load, first, streams),
                    () -> rounds.turns(load, second, streams),
                    (a, b) -> {
                        if (a.good() && b.good()) {
                            pairs.add(new Pairs.Pair(a.tokensPerSecond(), b.tokensPerSecond()));
                        }
                    });
            seen.starts.computeIfAbsent(pairing, key -> new ArrayList<>()).add(new Pairs(pairs));
        }
        ProcessFacts.rssMib(servers.pid()).ifPresent(seen.memory::add);
    }

    private static Table table(ServerRounds.Load load, int starts, Map<Integer, Seen> seen) {
        Table table = new Table(
                "Tokens per second of a llama-server with " + load.model() + " (n = " + starts + " starts, " + PAIRS
                        + " pairs after each, at most " + load.maxTokens() + " tokens a stream)",
                "streams",
                "pair",
                "first, median",
                "second, median",
                "second / first, median of the starts",
                "95 % of that median",
                "middle half",
                "wanted",
                "server RSS after");
        seen.forEach((streams, all) -> all.starts.forEach((pairing, pairs) -> {
            boolean judged = load.judged() && pairing == Pairing.ENDPOINT;
            String memory = pairing == Pairing.ENDPOINT ? Samples.of(all.memory).median("%.0f MiB") : "";
            row(table, Integer.toString(streams), pairing.text, pairs, judged, memory);
        }));
        return table;
    }

    private static void row(
            Table table, String streams, String name, List<Pairs> starts, boolean judged, String memory) {
        Samples ratios = each(starts, Pairs::ratios);
        double[] within = ratios.medianWithin();
        Table unused = table.row(
                streams,
                name,
                each(starts, Pairs::first).median("%.1f"),
                each(starts, Pairs::second).median("%.1f"),
                ratios.median("%.4f"),
                String.format(Locale.ROOT, "%.4f to %.4f", within[0], within[1]),
                ratios.middleHalf("%.4f"),
                judged ? verdict(ratios.median(), within) : "",
                memory);
    }

    /** One number for each start. */
    private static Samples each(List<Pairs> starts, Function<Pairs, Samples> side) {
        return Samples.of(starts.stream()
                .filter(one -> !one.all().isEmpty())
                .map(one -> side.apply(one).median())
                .toList());
    }

    /** Whether the target is met by a ratio, of whose median that is what 95 % certainty allows. */
    static String verdict(double median, double[] within) {
        String reached = median >= WANTED ? "met" : "missed, but not surely";
        return WANTED + " or more: " + (within[1] < WANTED ? "missed" : reached);
    }
}
