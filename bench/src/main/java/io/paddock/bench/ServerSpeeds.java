// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.ChildCommand;
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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Tokens per second of llama-servers started by hand, of the runtime's one, and of that through the gateway. */
final class ServerSpeeds {
    private static final int[] STREAMS = {1, 4, 16};
    private static final double WANTED = 0.99;
    private static final int PAIRS = 2; // each side begins once
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
     * @param tokens about so many are said in a round, by stream after stream
     * @param starts how often the processes are started anew
     * @param judged whether it counts for the target
     */
    record Load(String model, int maxTokens, int tokens, int starts, boolean judged) {
        int turns(int streams) {
            return Math.max(1, tokens / (maxTokens * streams));
        }
    }

    /** Rounds one after the other. */
    private record Turns(List<Round> rounds) {
        boolean good() {
            return rounds.stream().allMatch(Round::good);
        }

        double tokensPerSecond() {
            return rounds.stream().mapToInt(Round::tokens).sum()
                    / rounds.stream().mapToDouble(Round::seconds).sum();
        }
    }

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
        ChildCommand like = null;
        for (int start = 1; start <= load.starts(); start++) {
            Bench.progress("server, speed of " + load.model() + ", start " + start + " of " + load.starts());
            ServerTrio servers = ServerTrio.start(paddock, program, load.model(), start % 2 == 0 ? like : null, stops);
            try {
                like = servers.command();
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
            List<Pairs.Pair> pairs = new ArrayList<>();
            Pairs.interleave(
                    PAIRS,
                    () -> turns(load, client, first, streams),
                    () -> turns(load, client, second, streams),
                    (a, b) -> {
                        if (a.good() && b.good()) {
                            pairs.add(new Pairs.Pair(a.tokensPerSecond(), b.tokensPerSecond()));
                        }
                    });
            seen.starts.computeIfAbsent(pairing, key -> new ArrayList<>()).add(new Pairs(pairs));
        }
        ProcessFacts.rssMib(servers.pid()).ifPresent(seen.memory::add);
    }

    private Turns turns(Load load, StreamClient client, Target target, int streams) throws IOException {
        List<Round> rounds = new ArrayList<>();
        for (int turn = 0; turn < load.turns(streams); turn++) {
            rounds.add(round(load, client, target, streams));
        }
        return new Turns(rounds);
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
                "Tokens per second of a llama-server with " + load.model() + " (n = " + load.starts() + " starts, "
                        + PAIRS + " pairs after each, at most " + load.maxTokens() + " tokens a stream)",
                "streams",
                "pair",
                "first, median",
                "second, median",
                "second / first, median of the starts",
                "95 % of that median",
                "middle half",
                "wanted",
                "server RSS after");
        seen.forEach((streams, all) -> all.starts.forEach((pairing, starts) -> {
            boolean judged = load.judged() && pairing == Pairing.ENDPOINT;
            String memory = pairing == Pairing.ENDPOINT ? Samples.of(all.memory).median("%.0f MiB") : "";
            row(table, Integer.toString(streams), pairing.text, starts, judged, memory);
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
                judged ? WANTED + " or more: " + verdict(ratios.median(), within) : "",
                memory);
    }

    /** One number for each start. */
    private static Samples each(List<Pairs> starts, Function<Pairs, Samples> side) {
        return Samples.of(starts.stream()
                .filter(one -> !one.all().isEmpty())
                .map(one -> side.apply(one).median())
                .toList());
    }

    private static String verdict(double median, double[] within) {
        if (within[1] < WANTED) {
            return "missed";
        }
        return median >= WANTED ? "met" : "missed, but not surely";
    }
}
