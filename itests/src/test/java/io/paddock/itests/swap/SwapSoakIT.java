// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.testkit.operator.Operations;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients stream, short requests arrive and leases are renewed, while one backend is replaced fifty times, side by side and
 * in place: nothing fails, nothing is cut, no answer is another's, every lease lives.
 */
class SwapSoakIT {
    private static final int SWAPS = Integer.getInteger("paddock.soak.swaps", 50);
    private static final int CLIENTS = 32;
    private static final int LEASES = 8;

    @TempDir
    Path folder;

    @Test
    void the_bundled_model_in_a_worker() throws Exception {
        try (Paddock paddock =
                Paddock.started("soak-demo", Jdk.running(), Map.of("PADDOCK_LLAMACPP_ENGINE", "worker"))) {
            Path shipped = RevisedJar.shipped(paddock.home(), "llamacpp");
            SoakedBackend backend = new SoakedBackend(
                    Operations.in(paddock.home()),
                    new SideBySide(paddock, "llamacpp"),
                    "io.paddock.backend.llamacpp",
                    "paddock-backend-llamacpp",
                    version -> RevisedJar.of(shipped, folder, version));
            soak(paddock, backend, "paddock-demo", Questions.toTheDemo(paddock));
        }
    }

    @Test
    void an_engine_with_a_fixed_clock() throws Exception {
        try (Paddock paddock = Paddock.started("soak-fake", Jdk.running(), Map.of())) {
            Operations operations = Operations.in(paddock.home());
            operations.learn(FakeEngineJar.features(folder));
            operations.install(FakeEngineJar.FEATURE);
            Eventually.holds(
                    "the fake engine's model",
                    () -> paddock.get("/v1/models").body().contains("\"" + FakeEngineBackend.ID + "\""));
            SoakedBackend backend = new SoakedBackend(
                    operations,
                    new SideBySide(paddock, FakeEngineBackend.ID),
                    FakeEngineJar.NAME,
                    FakeEngineJar.FEATURE,
                    version -> FakeEngineJar.of(folder, version, Flaw.NONE));
            soak(paddock, backend, FakeEngineBackend.ID, Questions.toTheFakeEngine(FakeEngineBackend.ID, 60));
        }
    }

    private static void soak(Paddock paddock, SoakedBackend backend, String model, Questions questions)
            throws Exception {
        Map<String, Integer> ways = new TreeMap<>();
        long start = System.nanoTime();
        try (SwapLoad load = SwapLoad.on(paddock, model, questions, CLIENTS, LEASES)) {
            for (int round = 0; round < SWAPS; round++) {
                load.goOn(CLIENTS / 2);
                ways.merge(backend.replace(round, SWAPS), 1, Integer::sum);
                load.assertWell("round " + round);
            }
            load.goOn(CLIENTS);
            load.end();
            load.assertWell("at the end");
            System.out.printf(
                    "Soak of %s: %s in %d s; %s%n", model, ways, (System.nanoTime() - start) / 1_000_000_000, load);
            assertTrue(load.arrivals().answered() > SWAPS, load::toString);
            assertEquals(
                    SWAPS, ways.values().stream().mapToInt(Integer::intValue).sum());
        }
    }
}
