// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Upstreams;
import io.paddock.testkit.FakeModelServer;
import io.paddock.testkit.operator.Operations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundle of each backend is updated many times while it serves: what the runtime holds does not grow, and nothing keeps
 * the classes of a replaced bundle.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs a process table to look at")
class SwapLeakIT {
    private static final int UPDATES = Math.max(Flat.LEAST, Integer.getInteger("paddock.leak.updates", Flat.LEAST));

    /** Until the JVM has compiled most of what they run: its code is resident memory too. */
    private static final int WARM_UP = 20;

    /**
     * The first compiler only: what the second one has yet to compile is resident memory too, some 10 MB over these rounds, and
     * how soon it does is the machine's affair. And how soon an HTTP client that nobody holds is gone; the JDK's own 3 s would
     * only make each round longer.
     */
    private static final String JVM = "-XX:TieredStopAtLevel=1 -Djdk.internal.httpclient.selectorTimeout=1000";

    private static final Map<String, String> SETTINGS = Map.of("JAVA_OPTS", JVM);

    @TempDir
    Path folder;

    @Test
    void llamacpp_with_its_engine_inside_the_runtime() throws Exception {
        try (Paddock paddock = Paddock.started("leak-inside", Jdk.running(), engine("in-process"))) {
            update(paddock, Operations.in(paddock.home()), "llamacpp", "paddock-demo", 0);
        }
    }

    @Test
    void llamacpp_with_workers() throws Exception {
        try (Paddock paddock = Paddock.started("leak-worker", Jdk.running(), engine("worker"))) {
            update(paddock, Operations.in(paddock.home()), "llamacpp", "paddock-demo", 1);
        }
    }

    @Test
    void openai() throws Exception {
        try (Paddock paddock = Paddock.started("leak-openai", Jdk.running(), SETTINGS);
                FakeModelServer server = FakeModelServer.start()) {
            Upstreams upstreams = new Upstreams(paddock);
            upstreams.write("leak", "base_url = " + server.url());
            upstreams.await("leak", "available");
            update(paddock, Operations.in(paddock.home()), "openai", "tiny", 0);
        }
    }

    @Test
    void ollama() throws Exception {
        try (Paddock paddock = Paddock.unpacked("leak-ollama", Jdk.running(), SETTINGS);
                FakeModelServer server = FakeModelServer.start()) {
            Path file = paddock.home().resolve("etc/io.paddock.backend.ollama.cfg");
            Files.writeString(file, "root_url = " + server.url() + "\n");
            assertEquals(0, paddock.launcher("start").exit());
            awaitModel(paddock, "tiny");
            update(paddock, Operations.in(paddock.home()), "ollama", "tiny", 0);
        }
    }

    private static Map<String, String> engine(String kind) {
        return Map.of("PADDOCK_LLAMACPP_ENGINE", kind, "JAVA_OPTS", JVM);
    }

    private static void awaitModel(Paddock paddock, String model) throws Exception {
        Eventually.holds(model, () -> paddock.get("/v1/models").body().contains("\"" + model));
    }

    private void update(Paddock paddock, Operations operations, String name, String model, int engines)
            throws Exception {
        awaitModel(paddock, model);
        UpdatedBackend backend = new UpdatedBackend(paddock, operations, "io.paddock.backend." + name, model, engines);
        Path shipped = RevisedJar.shipped(paddock.home(), name);
        Flat flat = new Flat(UPDATES);
        long start = System.nanoTime();
        for (int round = -WARM_UP; round < UPDATES; round++) {
            backend.update(RevisedJar.of(shipped, folder, "0.2." + (WARM_UP + round)));
            if (flat.looksAt(round)) {
                flat.take(round, backend.facts());
            }
        }
        System.out.printf(
                "%d updates of %s, %d process(es), in %d s:%n  %s%n",
                UPDATES, name, engines, (System.nanoTime() - start) / 1_000_000_000, String.join("\n  ", flat.lines()));
        assertEquals(List.of(), flat.grown());
    }

    @Test
    void a_bundle_whose_classes_stay_is_seen() throws Exception {
        try (Paddock paddock = Paddock.started("leak-seen", Jdk.running(), Map.of())) {
            Operations operations = Operations.in(paddock.home());
            operations.learn(FakeEngineJar.features(folder));
            operations.install(FakeEngineJar.FEATURE);
            awaitModel(paddock, FakeEngineBackend.ID);
            UpdatedBackend backend =
                    new UpdatedBackend(paddock, operations, FakeEngineJar.NAME, FakeEngineBackend.ID, 1);
            for (int round = 0; round < 3; round++) {
                backend.update(FakeEngineJar.of(folder, "0.1." + (round + 1), Flaw.STAYS));
            }
            // The first one was well; those that were replaced after it were not.
            Eventually.holds("the first one to go", () -> operations.facts().get("loaders") == 2);
        }
    }
}
