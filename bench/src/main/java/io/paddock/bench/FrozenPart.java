// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the runtime takes from a llama-server that it has started: tokens per second at the endpoint while the runtime runs,
 * and while all of it is frozen by a signal and the engine is alone. It is one process either way, so nothing else differs.
 */
final class FrozenPart {
    private static final int[] STREAMS = {1, 4, 16};
    private static final int PAIRS = 6; // each side begins three times
    // What a frozen runtime does not read of the server's log must fit into a pipe: some 1.1 KiB each request, 64 KiB.
    private static final ServerRounds.Load LOAD = new ServerRounds.Load(EnsurePart.MODEL, 128, 4096, true);

    private final PaddockProcess paddock;
    private final ServerRounds rounds;
    private final int starts;

    private enum Pairing {
        CONTROL("frozen, frozen again (control)"),
        RUNNING("frozen, running");

        private final String text;

        Pairing(String text) {
            this.text = text;
        }
    }

    FrozenPart(PaddockProcess paddock, StreamClient client, int starts) {
        this.paddock = paddock;
        this.rounds = new ServerRounds(client);
        this.starts = starts;
    }

    Report measure() throws Exception {
        Map<Integer, Map<Pairing, List<Pairs.Pair>>> seen = new TreeMap<>();
        for (int start = 1; start <= starts; start++) {
            Bench.progress("frozen, start " + start + " of " + starts);
            PaddockApi.Granted granted = paddock.api().ensure(LOAD.model());
            Target endpoint = Target.chat(granted.baseUrl(), granted.headers());
            for (int streams : STREAMS) {
                measure(endpoint, streams, seen.computeIfAbsent(streams, key -> new EnumMap<>(Pairing.class)));
            }
            paddock.api().release(granted);
            paddock.api().stop(granted.instanceId(), paddock.adminToken());
            EnsurePart.awaitGone(paddock, granted.instanceId());
        }
        return new Report(List.of(table(seen)), rounds.faults());
    }

    private void measure(Target endpoint, int streams, Map<Pairing, List<Pairs.Pair>> seen) throws Exception {
        rounds.round(LOAD, endpoint, streams);
        for (Pairing pairing : Pairing.values()) {
            List<Pairs.Pair> pairs = seen.computeIfAbsent(pairing, key -> new ArrayList<>());
            Pairs.interleave(
                    PAIRS,
                    () -> frozen(endpoint, streams),
                    () -> pairing == Pairing.CONTROL ? frozen(endpoint, streams) : running(endpoint, streams),
                    (a, b) -> {
                        if (a.good() && b.good()) {
                            pairs.add(new Pairs.Pair(a.tokensPerSecond(), b.tokensPerSecond()));
                        }
                    });
        }
    }

    private ServerRounds.Turns frozen(Target endpoint, int streams) throws Exception {
        paddock.freeze();
        try {
            return running(endpoint, streams);
        } finally {
            paddock.thaw();
        }
    }

    private ServerRounds.Turns running(Target endpoint, int streams) throws Exception {
        rounds.round(LOAD, endpoint, 1); // whatever the change of the runtime's state brought is over
        return rounds.turns(LOAD, endpoint, streams);
    }

    private Table table(Map<Integer, Map<Pairing, List<Pairs.Pair>>> seen) {
        Table table = new Table(
                "Tokens per second at the endpoint of a llama-server with " + LOAD.model()
                        + ", the runtime frozen or running ("
                        + starts + " starts, " + PAIRS + " pairs after each, at most " + LOAD.maxTokens()
                        + " tokens a stream)",
                "streams",
                "pair",
                "first, median",
                "second, median",
                "second / first, median",
                "95 % of that median",
                "middle half",
                "wanted");
        seen.forEach((streams, pairings) ->
                pairings.forEach((pairing, pairs) -> row(table, streams, pairing, new Pairs(pairs))));
        return table;
    }

    private static void row(Table table, int streams, Pairing pairing, Pairs pairs) {
        Samples ratios = pairs.ratios();
        double[] within = ratios.medianWithin();
        table.row(
                Integer.toString(streams),
                pairing.text + ", n = " + ratios.count(),
                pairs.first().median("%.1f"),
                pairs.second().median("%.1f"),
                ratios.median("%.4f"),
                String.format(Locale.ROOT, "%.4f to %.4f", within[0], within[1]),
                ratios.middleHalf("%.4f"),
                pairing == Pairing.RUNNING ? ServerSpeeds.verdict(ratios.median(), within) : "");
    }
}
