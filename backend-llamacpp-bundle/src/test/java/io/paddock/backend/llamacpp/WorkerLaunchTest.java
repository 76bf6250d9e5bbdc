// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.HealthStatus;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.testmodel.TinyModel;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan of this backend, carried out as the kernel would. */
class WorkerLaunchTest {
    private static final String SECRET = "the-secret";

    @TempDir
    Path work;

    @Test
    void a_planned_worker_becomes_ready_and_answers() throws Exception {
        TinyModel.writer().write(work.resolve("tiny.gguf"));
        StartupPlan.Spawn plan = assertInstanceOf(
                StartupPlan.Spawn.class, backend().plan(new InstanceSpec("llamacpp", "tiny", null, null, Map.of())));
        int port = freePort();
        Path log = work.resolve("worker.log");
        Process process = launch(plan.launch(), port, log);
        try {
            InstanceDriver driver = plan.driver().open(new Launched("i-1", process.pid(), port, SECRET));

            Probe.Ready ready = awaitReady(driver, process, log);

            assertEquals(200, chat(ready));
            assertEquals(
                    HealthStatus.HEALTHY, driver.check(Duration.ofSeconds(5)).status());
            process.getOutputStream().close();
            assertTrue(process.waitFor(5, TimeUnit.SECONDS), "still alive without its runtime");
        } finally {
            process.destroyForcibly();
        }
    }

    private LlamaCppBackend backend() throws Exception {
        Settings settings = Settings.of(
                Configs.with(Map.of("models_folder", work.toString(), "default_model", "tiny", "engine", "worker")),
                work,
                null);
        return new LlamaCppBackend("0.1.0", settings, PlainFolders.files(work.resolve("engine")), Searches.none());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static Process launch(LaunchSpec launch, int port, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launch.command().stream()
                .map(word -> word.replace(LaunchSpec.PORT, String.valueOf(port)))
                .toList());
        launch.environment()
                .forEach((name, value) -> builder.environment().put(name, value.replace(LaunchSpec.SECRET, SECRET)));
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static Probe.Ready awaitReady(InstanceDriver driver, Process process, Path log) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Probe last = null;
        while (System.nanoTime() < deadline && process.isAlive()) {
            last = driver.probe(Duration.ofSeconds(2));
            if (last instanceof Probe.Ready ready) {
                return ready;
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        throw new AssertionError("not ready: " + last + "; " + Files.readString(log));
    }

    private static int chat(Probe.Ready ready) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(ready.baseUrl() + "/chat/completions").toURL().openConnection();
        ready.headers().forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        connection.setReadTimeout(30_000);
        connection
                .getOutputStream()
                .write("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":3}"
                        .getBytes(StandardCharsets.UTF_8));
        return connection.getResponseCode();
    }
}
