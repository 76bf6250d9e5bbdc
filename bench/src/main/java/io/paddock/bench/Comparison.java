// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.measure.Pairs;
import io.paddock.bench.stream.CheckedStream;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.StreamTrace;
import io.paddock.bench.stream.Target;
import io.paddock.testkit.FakeEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same engine with a fixed token clock asked two ways, in interleaved pairs. Every answer has a name of its own and
 * is compared with what the engine must say, so a token that is lost, doubled or another stream's is a failure.
 */
final class Comparison {
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final StreamClient client;
    private final String model;
    private final List<String> faults = new ArrayList<>();
    private long sequence;

    /**
     * Two rounds that belong together.
     *
     * @param direct at the engine
     * @param gateway through the gateway
     */
    record RoundPair(Round direct, Round gateway) {
        boolean good() {
            return direct.good() && gateway.good();
        }
    }

    Comparison(StreamClient client, String model) {
        this.client = client;
        this.model = model;
    }

    /** Asks {@code direct} and {@code gateway} by turns; rounds with a failed request are left out, but counted. */
    List<RoundPair> pairs(Target direct, Target gateway, int pairs, int streams, int tokens) throws Exception {
        List<RoundPair> good = new ArrayList<>();
        Pairs.interleave(pairs, () -> round(direct, streams, tokens), () -> round(gateway, streams, tokens), (a, b) -> {
            RoundPair pair = new RoundPair(a, b);
            if (pair.good()) {
                good.add(pair);
            }
        });
        return good;
    }

    /** What went wrong in all rounds so far. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private Round round(Target target, int streams, int tokens) throws IOException {
        List<String> names = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            String name = "r" + sequence++;
            names.add(name);
            bodies.add(ChatBody.of(model, name, tokens));
        }
        List<StreamTrace> traces = client.round(target, bodies, SLACK);
        List<CheckedStream> checked = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            checked.add(CheckedStream.of(traces.get(i), FakeEngine.expected(names.get(i), tokens)));
        }
        Round round = new Round(checked);
        round.faults().forEach(fault -> faults.add(target + ": " + fault));
        return round;
    }
}
