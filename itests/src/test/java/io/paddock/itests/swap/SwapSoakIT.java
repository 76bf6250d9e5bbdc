// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
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
    private static final int SWAPS_INSIDE = Math.max(10, SWAPS / 5);
    private static final int TALE_TOKENS = 100; // as many as the engine says at most
    private static final int CLIENTS = 32;
    private static final int LEASES = 8;

    @TempDir
    Path folder;

    /** Replaces the backend once, and says how. */
    @FunctionalInterface
    private interface Way {
        String replace(int round) throws Exception;
    }

    @Test
    void the_bundled_model_in_a_worker() throws Exception {
        try (Paddock paddock =
                Paddock.started("soak-demo", Jdk.running(), Map.of("PADDOCK_LLAMACPP_ENGINE", "worker"))) {
            SoakedBackend backend = llamacpp(paddock);
            soak(paddock, round -> backend.replace(round, SWAPS), "paddock-demo", Questions.toTheDemo(paddock), SWAPS);
            try (HeldStream held = hold(paddock, HeldStream.TALE)) {
                uninstall(paddock, backend, EnsureBody.forModelOf("llamacpp", "paddock-demo"));
                assertFalse(held.goOn().isEmpty());
            }
            assertNothingIsLeft(paddock, backend);
        }
    }

    @Test
    void the_bundled_model_inside_the_runtime() throws Exception {
        try (Paddock paddock =
                Paddock.started("soak-inside", Jdk.running(), Map.of("PADDOCK_LLAMACPP_ENGINE", "in-process"))) {
            SoakedBackend backend = llamacpp(paddock);
            // Not with its feature: with that the engine's own bundle would go, whose library is loaded.
            soak(
                    paddock,
                    round -> backend.replaceAlone(round, SWAPS_INSIDE),
                    "paddock-demo",
                    Questions.toTheDemo(paddock),
                    SWAPS_INSIDE);
            uninstall(paddock, backend, EnsureBody.forModelOf("llamacpp", "paddock-demo"));
            assertNothingIsLeft(paddock, backend);
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
            soak(
                    paddock,
                    round -> backend.replace(round, SWAPS),
                    FakeEngineBackend.ID,
                    Questions.toTheFakeEngine(FakeEngineBackend.ID, 60),
                    SWAPS);
            Question tale =
                    Questions.toTheFakeEngine(FakeEngineBackend.ID, TALE_TOKENS).next("held", 0, false);
            try (HeldStream held = hold(paddock, tale.streamed())) {
                uninstall(paddock, backend, EnsureBody.forModelOf(FakeEngineBackend.ID, FakeEngineBackend.ID));
                tale.check(held.goOn());
            }
            assertNothingIsLeft(paddock, backend);
        }
    }

    private SoakedBackend llamacpp(Paddock paddock) throws Exception {
        Path shipped = RevisedJar.shipped(paddock.home(), "llamacpp");
        return new SoakedBackend(
                Operations.in(paddock.home()),
                new SideBySide(paddock, "llamacpp"),
                "io.paddock.backend.llamacpp",
                "paddock-backend-llamacpp",
                version -> RevisedJar.of(shipped, folder, version));
    }

    /** A stream from the one engine that is left. */
    private static HeldStream hold(Paddock paddock, String body) throws Exception {
        Eventually.holds(
                "the old engines to end",
                () -> Processes.running(Processes.engines(paddock)).size() == 1);
        return HeldStream.open(
                paddock, Processes.running(Processes.engines(paddock)).get(0), body);
    }

    private static void uninstall(Paddock paddock, SoakedBackend backend, String wish) throws Exception {
        backend.uninstall();
        Removal.awaitTold(paddock, wish);
    }

    private static void assertNothingIsLeft(Paddock paddock, SoakedBackend backend) throws Exception {
        Eventually.holds(
                "the last engine to end",
                () -> Processes.running(Processes.engines(paddock)).isEmpty());
        Eventually.holds(
                "the classes of each version to go",
                () -> backend.operations().facts().get("loaders") == 0);
    }

    private static void soak(Paddock paddock, Way way, String model, Questions questions, int swaps) throws Exception {
        Map<String, Integer> ways = new TreeMap<>();
        long start = System.nanoTime();
        try (SwapLoad load = SwapLoad.on(paddock, model, questions, CLIENTS, LEASES)) {
            for (int round = 0; round < swaps; round++) {
                load.goOn(CLIENTS / 2);
                ways.merge(way.replace(round), 1, Integer::sum);
                load.assertWell("round " + round);
            }
            load.goOn(CLIENTS);
            load.end();
            load.assertWell("at the end");
            System.out.printf(
                    "Soak of %s: %s in %d s; %s%n", model, ways, (System.nanoTime() - start) / 1_000_000_000, load);
            assertTrue(load.arrivals().answered() > swaps, load::toString);
            assertEquals(
                    swaps, ways.values().stream().mapToInt(Integer::intValue).sum());
        }
    }
}
