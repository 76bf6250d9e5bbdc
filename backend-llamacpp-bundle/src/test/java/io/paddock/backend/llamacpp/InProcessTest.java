// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.HealthStatus;
import io.paddock.spi.InstanceDriver;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import io.paddock.testmodel.TinyModel;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real engine inside this JVM. */
class InProcessTest {
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final String NEVER_ENDS =
            "{\"prompt\":\"a\",\"max_tokens\":400,\"stream\":true," + "\"logit_bias\":{\"2\":-100,\"4\":-100}}";
    private static final List<String> QUESTIONS =
            List.of("What is the capital of France?", "Tell me a story about a fox.", "Who are you?");
    private static final Map<String, String> CAPITALS =
            Map.of("France", "Paris", "Italy", "Rome", "Japan", "Tokyo", "Spain", "Madrid");

    @TempDir
    private static Path folder;

    private static WorkerFiles files;
    private static LlamaCppBackend backend;

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    @BeforeAll
    static void writeModels() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        TinyModel.writer().write(models.resolve("tiny.gguf"));
        TinyModel.writer("gemma").write(models.resolve("misfit.gguf"));
        Files.copy(Path.of("..", "tools", "demo-model", "paddock-demo.gguf"), models.resolve("demo.gguf"));
        files = PlainFolders.files(folder.resolve("engine"));
        Settings settings = new Settings(
                models,
                List.of(),
                "tiny",
                LlamaCppOptions.defaults().with(Map.of("engine", "in-process", "threads", 1)),
                Timings.DEFAULT,
                null);
        backend = new LlamaCppBackend("1.0.0", settings, files, Searches.none());
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private static StartupPlan plan(String model, Map<String, Object> options) {
        return backend.plan(new InstanceSpec("llamacpp", model, null, null, options));
    }

    private InstanceDriver driver(String model, Map<String, Object> options) {
        StartupPlan.Embed plan = assertInstanceOf(StartupPlan.Embed.class, plan(model, options));
        InstanceDriver driver = plan.driver().open(new Launched("test", 0, 0, ""));
        toClose.push(driver::close);
        return driver;
    }

    private static Probe settled(InstanceDriver driver) {
        Probe[] last = new Probe[1];
        await("the model is loaded or given up", () -> {
            last[0] = driver.probe(BUDGET);
            return !(last[0] instanceof Probe.Pending);
        });
        return last[0];
    }

    private static EndpointCalls ready(InstanceDriver driver) {
        return new EndpointCalls(assertInstanceOf(Probe.Ready.class, settled(driver)));
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never: " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("worker-"))
                .toList();
    }

    /** A worker for the same model, in a process of its own. */
    private EndpointCalls worker(String model) throws Exception {
        return worker(model, Map.of());
    }

    private EndpointCalls worker(String model, Map<String, Object> options) throws Exception {
        Map<String, Object> all = new HashMap<>(options);
        all.put("engine", "worker");
        StartupPlan.Spawn plan = assertInstanceOf(StartupPlan.Spawn.class, plan(model, all));
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(plan.launch().command().stream()
                .map(word -> word.replace(LaunchSpec.PORT, String.valueOf(port)))
                .toList());
        builder.environment().put("PADDOCK_WORKER_KEY", "k");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile())
                .start();
        toClose.push(() -> process.destroyForcibly().onExit().get(10, TimeUnit.SECONDS));
        return ready(plan.driver().open(new Launched("worker", process.pid(), port, "k")));
    }

    @Test
    void it_writes_the_same_text_as_the_worker() throws Exception {
        EndpointCalls inside = ready(driver("demo", Map.of()));
        EndpointCalls outside = worker("demo");

        for (String question : QUESTIONS) {
            String text = inside.greedy(question);
            assertFalse(text.isBlank());
            assertEquals(outside.greedy(question), text);
        }
    }

    @Test
    void a_real_model_knows_capitals_and_writes_the_same_text_as_in_the_worker() throws Exception {
        Files.createSymbolicLink(
                folder.resolve("models/gemma.gguf"), RealServer.gemma().toAbsolutePath());
        Map<String, Object> options = Map.of("ctx_size", 256, "parallel", 1);
        EndpointCalls inside = ready(driver("gemma", options));
        EndpointCalls outside = worker("gemma", options);

        for (Map.Entry<String, String> capital : CAPITALS.entrySet()) {
            String body = "{\"prompt\":\"The capital of Germany is Berlin. The capital of " + capital.getKey()
                    + " is\",\"max_tokens\":24,\"temperature\":0}";
            String text = inside.ask("/completions", body).at("/choices/0/text").asText();
            assertTrue(text.contains(capital.getValue()), text);
            assertEquals(outside.ask("/completions", body).at("/choices/0/text").asText(), text);
        }
    }

    @Test
    void two_instances_with_different_options_serve_at_once_and_end_alone() throws Exception {
        InstanceDriver first = driver("tiny", Map.of("ctx_size", 128, "parallel", 1));
        InstanceDriver second = driver("demo", Map.of("ctx_size", 256, "parallel", 2, "embeddings", false));
        EndpointCalls one = ready(first);
        EndpointCalls two = ready(second);
        String before = two.greedy(QUESTIONS.get(0));

        assertEquals(128, context(one));
        assertEquals(256, context(two));
        assertNotEquals(
                plan("tiny", Map.of()).key(),
                plan("tiny", Map.of("ctx_size", 128)).key());
        first.close();
        assertEquals(HealthStatus.UNAVAILABLE, first.check(BUDGET).status());
        assertEquals(HealthStatus.HEALTHY, second.check(BUDGET).status());
        assertEquals(before, two.greedy(QUESTIONS.get(0)));
    }

    private static int context(EndpointCalls calls) throws Exception {
        String url = calls.ready().baseUrl() + "/models";
        var call = java.net.URI.create(url).toURL().openConnection();
        calls.ready().headers().forEach(call::setRequestProperty);
        try (InputStream in = call.getInputStream()) {
            return new ObjectMapper().readTree(in).at("/data/0/meta/n_ctx").asInt();
        }
    }

    @Test
    void it_keeps_to_a_schema_and_embeds() throws Exception {
        EndpointCalls calls = ready(driver("tiny", Map.of("ctx_size", 512)));
        JsonNode answer = calls.ask("/chat/completions", """
                {"messages":[{"role":"user","content":"x"}],"max_tokens":200,"response_format":{"type":"json_schema",
                 "json_schema":{"name":"a","schema":{"type":"object","properties":{"ok":{"type":"boolean"}},
                 "required":["ok"],"additionalProperties":false}}}}""");
        String content = answer.at("/choices/0/message/content").asText();
        assertTrue(new ObjectMapper().readTree(content).path("ok").isBoolean(), content);
        assertEquals(
                64,
                calls.ask("/embeddings", "{\"input\":\"hello\"}")
                        .at("/data/0/embedding")
                        .size());
    }

    @Test
    void closing_cuts_what_runs_in_time_and_leaves_no_thread() throws Exception {
        InstanceDriver driver = driver("tiny", Map.of("ctx_size", 512));
        EndpointCalls calls = ready(driver);
        try (InputStream stream = calls.open("/completions", NEVER_ENDS)) {
            assertTrue(stream.read() >= 0, "it streams");
            long begin = System.nanoTime();
            driver.close();
            assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(4), "closed in time");
            String rest = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            assertFalse(rest.contains("[DONE]"), rest);
        } catch (java.io.IOException e) {
            assertNull(e.getCause() instanceof AssertionError ? e : null, "cut, which is fine");
        }
        await("its threads are gone", () -> threads().isEmpty());
    }

    @Test
    void closing_while_it_loads_leaves_no_thread() {
        driver("demo", Map.of("ctx_size", 256)).close();
        await("its threads are gone", () -> threads().isEmpty());
    }

    @Test
    void the_next_instance_alike_takes_over_what_the_library_keeps() throws Exception {
        ready(driver("demo", Map.of("ctx_size", 192))).greedy(QUESTIONS.get(0));
        closeAll();
        String text = worker("demo").greedy(QUESTIONS.get(1));
        long before = nativeThreads();
        for (int again = 0; again < 3; again++) {
            assertEquals(text, ready(driver("demo", Map.of("ctx_size", 192))).greedy(QUESTIONS.get(1)));
            closeAll();
        }
        assertEquals(before, nativeThreads(), "a thread of the library for each load");
        ready(driver("demo", Map.of("ctx_size", 224)));
        assertEquals(before + 1, nativeThreads(), "other options, another model");
    }

    private static long nativeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("Thread-\\d+"))
                .count();
    }

    @Test
    void a_model_that_does_not_fit_is_given_up_with_a_way_out() {
        Probe.Failed failed = assertInstanceOf(Probe.Failed.class, settled(driver("misfit", Map.of())));
        assertTrue(
                failed.because().contains("'gemma'") && failed.because().contains("engine=worker"), failed.because());
        assertFalse(failed.because().contains("/"), failed.because());
    }

    @Test
    void it_says_what_it_means_to_run_here_and_never_stops_for_idleness() {
        StartupPlan plan = plan("tiny", Map.of());
        Probe.Ready ready = ready(driver("tiny", Map.of())).ready();

        assertNull(plan.timings().idleAfter());
        assertTrue(String.valueOf(ready.metadata().get("limits")).contains("ends the runtime"));
        assertTrue(String.valueOf(backend.manifest().metadata().get("limits")).contains("not given back"));
    }
}
