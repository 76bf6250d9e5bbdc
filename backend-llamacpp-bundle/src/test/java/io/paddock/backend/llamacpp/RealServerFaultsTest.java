// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.HealthStatus;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.spi.Health;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.testmodel.TinyModel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a real llama-server, and what is said about it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no signals")
class RealServerFaultsTest {
    private static final Duration BUDGET = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(5);

    @TempDir
    Path models;

    private LlamaCppBackend backend;

    @BeforeEach
    void prepare() throws Exception {
        Files.copy(RealServer.bundledModel(), models.resolve("demo.gguf"));
        Map<String, Object> config = new HashMap<>(Map.of(
                "engine", "llama-server",
                "binary_path", RealServer.need().toString(),
                "models_folder", models.toString()));
        backend = new LlamaCppBackend(
                "1.0.0",
                Settings.of(Configs.with(config), models, null),
                new WorkerFiles(new ServerContractTest.NoEngine(), Map.of()),
                new ServerSearch(null, null));
    }

    @AfterEach
    void close() {
        if (backend != null) {
            backend.close();
        }
    }

    private StartupPlan plan(String model, Map<String, Object> options) {
        return backend.plan(new InstanceSpec("llamacpp", model, null, null, options));
    }

    private Problem refused(String model) {
        return assertThrows(InferenceException.class, () -> plan(model, Map.of()))
                .problem();
    }

    private static String failure(RunningServer server) throws Exception {
        return assertInstanceOf(Probe.Failed.class, server.afterItsEnd()).because();
    }

    @Test
    void a_file_that_is_cut_random_or_a_folder_is_refused_before_anything_starts() throws Exception {
        byte[] whole = Files.readAllBytes(models.resolve("demo.gguf"));
        Files.write(models.resolve("cut.gguf"), Arrays.copyOf(whole, whole.length / 2));
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        Files.write(models.resolve("noise.gguf"), noise);
        Files.createDirectory(models.resolve("folder.gguf"));

        assertTrue(refused("cut").detail().contains("cut"), refused("cut").detail());
        assertTrue(refused("noise").detail().contains("GGUF"), refused("noise").detail());
        assertEquals(ErrorCode.MODEL_NOT_FOUND, refused("folder").code());
        assertEquals(ErrorCode.MODEL_NOT_FOUND, refused("gone").code());
    }

    @Test
    void an_architecture_that_the_build_does_not_know_is_named() throws Exception {
        TinyModel.writer("qwen99").write(models.resolve("new.gguf"));

        try (RunningServer server = RunningServer.start(plan("new", Map.of()), RunningServer.freePort())) {
            String because = failure(server);

            assertTrue(because.contains("does not know the model's architecture 'qwen99'"), because);
        }
    }

    @Test
    void a_file_that_vanished_after_the_plan_is_a_sentence_without_its_path() throws Exception {
        StartupPlan plan = plan("demo", Map.of());
        Files.delete(models.resolve("demo.gguf"));

        try (RunningServer server = RunningServer.start(plan, RunningServer.freePort())) {
            String because = failure(server);

            assertTrue(because.contains("could not load the model"), because);
            assertFalse(because.contains(models.toString()), because);
        }
    }

    @Test
    void a_port_that_was_taken_meanwhile_is_never_published() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RunningServer server = RunningServer.start(plan("demo", Map.of()), stranger.getLocalPort())) {
            assertFalse(server.driver().probe(BUDGET) instanceof Probe.Ready);

            assertTrue(failure(server).contains("port was taken"));
        }
    }

    @Test
    void another_llama_server_on_the_port_is_never_published() throws Exception {
        int port = RunningServer.freePort();
        try (RunningServer other = RunningServer.start(plan("demo", Map.of("api_key", "another-key")), port)) {
            other.ready();
            try (RunningServer ours = RunningServer.start(plan("demo", Map.of()), port)) {
                Probe.Pending seen =
                        assertInstanceOf(Probe.Pending.class, ours.driver().probe(LONG));

                assertTrue(seen.because().contains("another server"), seen.because());
            }
        }
    }

    @Test
    void a_value_that_the_build_does_not_take_names_its_flag() throws Exception {
        StartupPlan plan = plan("demo", Map.of("extra_args", List.of("--cache-type-k", "nonsense")));

        try (RunningServer server = RunningServer.start(plan, RunningServer.freePort())) {
            assertTrue(server.process().waitFor(30, TimeUnit.SECONDS), "it still runs");
            Probe end = server.afterItsEnd();

            String because = end.fold(Probe.Pending::because, ready -> "ready", Probe.Failed::because);
            assertTrue(because.contains("--cache-type-k"), because);
        }
    }

    @Test
    void without_enough_memory_it_says_so() throws Exception {
        List<String> tight = List.of("/bin/sh", "-c", "ulimit -v 450000; exec \"$@\"", "sh");
        List<String> wide = List.of("--cache-type-k", "f32", "--cache-type-v", "f32");
        StartupPlan plan = plan("demo", Map.of("ctx_size", 131_072, "extra_args", wide));

        try (RunningServer server = RunningServer.start(plan, tight, RunningServer.freePort())) {
            String because = failure(server);

            assertTrue(because.contains("not enough memory"), because);
        }
    }

    @Test
    void stopped_while_it_streams_it_is_slow_at_first_then_unavailable_and_comes_back() throws Exception {
        try (RunningServer server = RunningServer.start(plan("demo", Map.of()), RunningServer.freePort())) {
            CompletableFuture<?> stream = stream(server.ready());
            server.signal("STOP");

            assertEquals(HealthStatus.DEGRADED, server.driver().check(BUDGET).status());
            Health second = server.driver().check(BUDGET);
            assertEquals(HealthStatus.UNAVAILABLE, second.status(), second.detail());
            assertTrue(second.detail().contains("stopped"), second.detail());

            server.signal("CONT");
            assertEquals(HealthStatus.HEALTHY, server.driver().check(LONG).status());
            stream.cancel(true);
        }
    }

    @Test
    void crashed_while_it_streams_it_is_unavailable_at_once() throws Exception {
        try (RunningServer server = RunningServer.start(plan("demo", Map.of()), RunningServer.freePort())) {
            CompletableFuture<?> stream = stream(server.ready());
            server.signal("SEGV");
            assertTrue(server.process().waitFor(30, TimeUnit.SECONDS), "it still runs");

            assertEquals(HealthStatus.UNAVAILABLE, server.driver().check(BUDGET).status());
            assertEquals(139, server.process().exitValue());
            assertThrows(Exception.class, () -> stream.get(20, TimeUnit.SECONDS));
        }
    }

    private static CompletableFuture<?> stream(Probe.Ready ready) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ready.baseUrl() + "/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"prompt\":\"Once\",\"stream\":true,\"ignore_eos\":true,\"max_tokens\":1000000}"));
        ready.headers().forEach(request::header);
        CountDownLatch first = new CountDownLatch(1);
        CompletableFuture<?> stream = RunningServer.HTTP.sendAsync(
                request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(first)));
        assertTrue(first.await(30, TimeUnit.SECONDS), "no line of the stream");
        return stream;
    }

    /** Takes every line and says when the first came. */
    private record Lines(CountDownLatch first) implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            first.countDown();
        }

        @Override
        public void onError(Throwable failure) {
            first.countDown();
        }

        @Override
        public void onComplete() {
            first.countDown();
        }
    }
}
