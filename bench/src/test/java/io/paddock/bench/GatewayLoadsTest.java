// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.bench.GatewayLoads.Load;
import io.paddock.bench.stream.StreamClient;
import io.paddock.bench.stream.Target;
import io.paddock.testkit.EngineSettings;
import io.paddock.testkit.FakeEngine;
import io.paddock.testkit.TokenClock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison with an engine on both sides; nothing about speed is asserted. */
class GatewayLoadsTest {
    private static final TokenClock PACED = TokenClock.ofMillis(10, 5, 6);
    private static final TokenClock FLOOD = TokenClock.ofMillis(1, 1, 10);

    @Test
    void an_engine_compared_with_itself_has_no_fault_and_full_tables() throws Exception {
        try (FakeEngine paced = FakeEngine.start(EngineSettings.with(PACED));
                FakeEngine flood = FakeEngine.start(EngineSettings.with(FLOOD));
                StreamClient client = StreamClient.keepingConnections()) {
            Report report =
                    new GatewayLoads(client, 2, 3).measure(load(PACED, paced, paced), load(FLOOD, flood, flood));

            assertEquals(List.of(), report.faults());
            assertEquals(3, report.tables().size());
            assertTrue(report.tables().get(0).markdown().contains("engine, gateway, n = 10"), report.toString());
            assertTrue(report.tables().get(1).markdown().contains("n = 2 pairs"), report.toString());
            assertEquals(0, paced.stats().cancelled());
        }
    }

    @Test
    void a_gateway_that_says_something_else_is_counted() throws Exception {
        try (FakeEngine engine = FakeEngine.start(EngineSettings.with(PACED));
                FakeEngine shorter = FakeEngine.start(EngineSettings.with(TokenClock.ofMillis(10, 5, 5)));
                StreamClient client = StreamClient.keepingConnections()) {
            Comparison comparison = new Comparison(client, "fake");

            List<Comparison.RoundPair> good = comparison.pairs(target(engine), target(shorter), 2, 3, 6);

            assertEquals(List.of(), good);
            assertEquals(6, comparison.faults().size(), comparison.faults().toString());
            assertTrue(
                    comparison.faults().get(0).contains("content differs"),
                    comparison.faults().toString());
        }
    }

    private static Load load(TokenClock clock, FakeEngine direct, FakeEngine gateway) {
        return new Load("fake", clock, target(direct), target(gateway));
    }

    private static Target target(FakeEngine engine) {
        return Target.chat(URI.create(engine.url() + "/v1"), Map.of());
    }
}
