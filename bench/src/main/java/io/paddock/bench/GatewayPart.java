// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.bench.subject.Distribution;
import io.paddock.bench.subject.EngineProcess;
import io.paddock.bench.subject.PaddockProcess;
import io.paddock.bench.subject.StopList;
import io.paddock.testkit.TokenClock;
import java.io.IOException;
import java.util.Map;

/** What the gateway adds and costs: engines with a fixed token clock, asked directly and through the gateway. */
final class GatewayPart {
    private static final TokenClock PACED = TokenClock.ofMillis(50, 20, 100);
    private static final TokenClock FLOOD = TokenClock.ofMillis(1, 1, 500);

    private final BenchOptions options;
    private final StopList stops;

    GatewayPart(BenchOptions options, StopList stops) {
        this.options = options;
        this.stops = stops;
    }

    Report measure() throws Exception {
        EngineProcess paced = EngineProcess.start("bench-paced", PACED, stops);
        EngineProcess flood = EngineProcess.start("bench-flood", FLOOD, stops);
        Distribution distribution = stops.add(Distribution.unpack(options.archive()));
        attach(distribution, "bench-paced", paced);
        attach(distribution, "bench-flood", flood);
        PaddockProcess paddock = PaddockProcess.start(distribution, stops);
        StreamClient client = stops.add(StreamClient.keepingConnections());
        return new GatewayLoads(client, options.pairs(), options.streams())
                .measure(load(paddock, "bench-paced", PACED, paced), load(paddock, "bench-flood", FLOOD, flood));
    }

    /** One configuration of the OpenAI-compatible backend for each engine. */
    private static void attach(Distribution distribution, String name, EngineProcess engine) throws IOException {
        distribution.configure("io.paddock.backend.openai-" + name + ".cfg", "base_url = " + engine.baseUrl() + "\n");
    }

    private static GatewayLoads.Load load(PaddockProcess paddock, String model, TokenClock clock, EngineProcess engine)
            throws Exception {
        paddock.api().awaitListed(model);
        return new GatewayLoads.Load(
                model,
                clock,
                Target.chat(engine.baseUrl(), Map.of()),
                Target.chat(paddock.api().gateway(), Map.of()));
    }
}
