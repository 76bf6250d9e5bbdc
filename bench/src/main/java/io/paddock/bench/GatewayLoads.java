// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.Comparison.RoundPair;
import io.paddock.bench.measure.Pairs;
import io.paddock.bench.measure.Samples;
import io.paddock.bench.measure.Table;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.testkit.TokenClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds that compare a gateway with the engine behind it, and their tables. */
final class GatewayLoads {
    private static final int FIRST_TOKEN_FACTOR = 5;
    private static final int FIRST_TOKEN_TOKENS = 3;
    private static final int WARM_SINGLES = 2000;
    private static final int WARM_ROUNDS = 3;

    private final StreamClient client;
    private final int pairs;
    private final int streams;
    private final List<String> faults = new ArrayList<>();

    /**
     * An engine and the two ways to it.
     *
     * @param model its model
     * @param clock its token clock
     * @param direct the engine itself
     * @param gateway the gateway before it
     */
    record Load(String model, TokenClock clock, Target direct, Target gateway) {
        String described() {
            return String.format(
                    Locale.ROOT,
                    "first token after %.0f ms, then one each %.0f ms, %d tokens",
                    clock.firstNanos() / 1e6,
                    clock.eachNanos() / 1e6,
                    clock.tokens());
        }
    }

    GatewayLoads(StreamClient client, int pairs, int streams) {
        this.client = client;
        this.pairs = pairs;
        this.streams = streams;
    }

    /** Runs everything: {@code paced} leaves the processors room, {@code flood} does not. */
    Report measure(Load paced, Load flood) throws Exception {
        Bench.progress("gateway, warming up");
        warmUp(flood);
        warmUp(paced);
        List<Table> tables = List.of(firstToken(paced), throughput(paced, false), throughput(flood, true));
        return new Report(tables, faults);
    }

    private void warmUp(Load load) throws Exception {
        long answerNanos = load.clock().dueNanos(FIRST_TOKEN_TOKENS);
        // Many short answers where they are cheap; a slow clock warms nothing.
        run(load, load.direct(), load.gateway(), answerNanos < 20_000_000 ? WARM_SINGLES : WARM_ROUNDS, 1, 2);
        run(
                load,
                load.direct(),
                load.gateway(),
                WARM_ROUNDS,
                streams,
                load.clock().tokens());
    }

    private Table firstToken(Load load) throws Exception {
        int count = pairs * FIRST_TOKEN_FACTOR;
        Bench.progress("gateway, first token, 2 x " + count + " pairs");
        List<RoundPair> control = run(load, load.direct(), load.direct(), count, 1, FIRST_TOKEN_TOKENS);
        List<RoundPair> real = run(load, load.direct(), load.gateway(), count, 1, FIRST_TOKEN_TOKENS);
        Table table = new Table(
                "Time to the first token, 1 stream (" + load.described() + ")",
                "pairs",
                "first, median",
                "second, median",
                "difference, median",
                "middle half",
                "range",
                "wanted");
        firstTokenRow(table, "engine, engine again (control)", control, "");
        firstTokenRow(table, "engine, gateway", real, "under 2 ms");
        return table;
    }

    private static void firstTokenRow(Table table, String name, List<RoundPair> rounds, String wanted) {
        Pairs each = pairsOf(rounds, round -> round.firstMillis().median());
        Samples added = each.differences();
        table.row(
                name + ", n = " + rounds.size(),
                each.first().median("%.2f ms"),
                each.second().median("%.2f ms"),
                added.median("%+.2f ms"),
                added.middleHalf("%+.2f ms"),
                added.range("%+.2f ms"),
                verdict(wanted, added.median() < 2));
    }

    private Table throughput(Load load, boolean saturating) throws Exception {
        Bench.progress("gateway, " + streams + " streams, " + pairs + " pairs: " + load.described());
        long cpu = cpuNanos();
        long wall = System.nanoTime();
        List<RoundPair> rounds = run(
                load,
                load.direct(),
                load.gateway(),
                pairs,
                streams,
                load.clock().tokens());
        double clientShare = 100.0 * (cpuNanos() - cpu) / (System.nanoTime() - wall);
        Table table = new Table(
                String.format(
                        Locale.ROOT,
                        "%s, %d streams, n = %d pairs (%s; the measuring client used %.0f %% of one core)",
                        saturating ? "More than the machine can carry" : "A load that leaves room",
                        streams,
                        rounds.size(),
                        load.described(),
                        clientShare),
                "what",
                "engine, median",
                "gateway, median",
                "gateway / engine, median",
                "middle half",
                "range",
                "wanted");
        row(table, "tokens per second", rounds, Round::tokensPerSecond, saturating ? "" : "0.98 or more");
        row(
                table,
                "first token, median of the streams, ms",
                rounds,
                r -> r.firstMillis().median(),
                "");
        row(table, "gap between tokens, median, ms", rounds, r -> r.gapMillis().median(), "");
        row(table, "gap between tokens, p99, ms", rounds, r -> r.gapMillis().percentile(99), "");
        return table;
    }

    private static void row(
            Table table, String name, List<RoundPair> rounds, ToDoubleFunction<Round> value, String wanted) {
        Pairs each = pairsOf(rounds, value);
        Samples ratios = each.ratios();
        table.row(
                name,
                each.first().median("%.2f"),
                each.second().median("%.2f"),
                ratios.median("%.4f"),
                ratios.middleHalf("%.4f"),
                ratios.range("%.4f"),
                verdict(wanted, ratios.median() >= 0.98));
    }

    private List<RoundPair> run(Load load, Target first, Target second, int count, int atOnce, int tokens)
            throws Exception {
        Comparison comparison = new Comparison(client, load.model());
        List<RoundPair> rounds = comparison.pairs(first, second, count, atOnce, tokens);
        faults.addAll(comparison.faults());
        return rounds;
    }

    private static Pairs pairsOf(List<RoundPair> rounds, ToDoubleFunction<Round> value) {
        return new Pairs(rounds.stream()
                .map(pair -> new Pairs.Pair(value.applyAsDouble(pair.direct()), value.applyAsDouble(pair.gateway())))
                .toList());
    }

    private static String verdict(String wanted, boolean met) {
        return wanted.isEmpty() ? "" : wanted + (met ? ": met" : ": missed");
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
