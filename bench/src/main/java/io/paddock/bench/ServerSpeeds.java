// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.ChildCommand;
import io.paddock.bench.subject.PaddockApi;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.ProcessFacts;
import io.paddock.bench.subject.ServerByHand;
import io.paddock.bench.subject.StopList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Tokens per second of a llama-server that was started by hand, of the runtime's one, and of that through the gateway. */
final class ServerSpeeds {
    private static final int[] STREAMS = {1, 4, 16};
    private static final double WANTED = 0.99;
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(3);
    private static final String QUESTION = "Tell me a long story about a dog and a tree.";

    private final PaddockProcess paddock;
    private final Path program;
    private final StopList stops;
    private final List<String> faults = new ArrayList<>();
    private StreamClient client;
    private Load load;

    /**
     * What is asked for.
     *
     * @param maxTokens the most that a stream may say
     * @param pairs rounds of each pair
     * @param judged whether it counts for the target
     */
    record Load(String model, int maxTokens, int pairs, boolean judged) {}

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
        this.load = load;
        this.client = client;
        PaddockApi.Granted granted = paddock.api().ensure(load.model());
        long pid = paddock.api()
                .instance(granted.instanceId(), paddock.adminToken())
                .path("pid")
                .asLong();
        ServerByHand hand = ServerByHand.start(program, ChildCommand.of(pid), stops);
        Target byHand = Target.chat(hand.baseUrl(), hand.headers());
        Target instance = Target.chat(granted.baseUrl(), granted.headers());
        Target gateway = Target.chat(paddock.api().gateway(), Map.of());
        Table table = new Table(
                "Tokens per second of a llama-server with " + load.model() + " (at most " + load.maxTokens()
                        + " tokens a stream, n = " + load.pairs() + " pairs each)",
                "streams",
                "pair",
                "first, median",
                "second, median",
                "second / first, median",
                "middle half",
                "wanted",
                "server RSS after");
        for (int streams : STREAMS) {
            Bench.progress("server, " + load.model() + ", " + streams + " streams, 3 x " + load.pairs() + " pairs");
            round(byHand, streams);
            round(instance, streams);
            row(table, streams, "by hand, by hand again (control)", pairs(byHand, byHand, streams), "", "");
            Pairs endpoint = pairs(byHand, instance, streams);
            row(table, streams, "by hand, the endpoint", endpoint, verdict(endpoint), rss(pid));
            row(table, streams, "the endpoint, the gateway", pairs(instance, gateway, streams), "", "");
        }
        paddock.api().release(granted);
        hand.close();
        return table;
    }

    private Pairs pairs(Target first, Target second, int streams) throws Exception {
        List<Pairs.Pair> all = new ArrayList<>();
        Pairs.interleave(load.pairs(), () -> round(first, streams), () -> round(second, streams), (a, b) -> {
            if (a.good() && b.good()) {
                all.add(new Pairs.Pair(a.tokensPerSecond(), b.tokensPerSecond()));
            }
        });
        return new Pairs(all);
    }

    private Round round(Target target, int streams) throws IOException {
        List<String> bodies = Collections.nCopies(streams, ChatBody.of(load.model(), QUESTION, load.maxTokens()));
        Round round = new Round(client.round(target, bodies, ROUND_WITHIN).stream()
                .map(trace -> CheckedStream.of(trace, null))
                .toList());
        round.faults().forEach(fault -> faults.add(target + ": " + fault));
        return round;
    }

    private String verdict(Pairs endpoint) {
        return !load.judged() ? "" : WANTED + " or more: " + (endpoint.ratios().median() >= WANTED ? "met" : "missed");
    }

    private static String rss(long pid) {
        OptionalDouble mib = ProcessFacts.rssMib(pid);
        return mib.isPresent() ? Samples.of(mib.getAsDouble()).median("%.0f MiB") : "unknown";
    }

    private static void row(Table table, int streams, String name, Pairs pairs, String wanted, String memory) {
        Samples ratios = pairs.ratios();
        table.row(
                Integer.toString(streams),
                name,
                pairs.first().median("%.1f"),
                pairs.second().median("%.1f"),
                ratios.median("%.4f"),
                ratios.middleHalf("%.4f"),
                wanted,
                memory);
    }
}
