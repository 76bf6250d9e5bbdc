// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.api.SurfaceKind;
import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.Placement;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.Launched;
import io.paddock.spi.Probe;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import io.paddock.testmodel.TinyModel;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LlamaCppBackendTest {
    @TempDir
    Path work;

    private Placement engine;
    private LlamaCppBackend backend;
    private final List<LlamaCppBackend> made = new ArrayList<>();

    @BeforeEach
    void prepare() throws IOException {
        TinyModel.writer().write(work.resolve("tiny.gguf"));
        engine = Placement.at(work.resolve("engine"), "e".repeat(64));
        backend = backend(Map.of());
    }

    private LlamaCppBackend backend(Map<String, Object> config) {
        Map<String, Object> values = new HashMap<>(config);
        values.put("models_folder", work.toString());
        values.putIfAbsent("default_model", "tiny");
        EngineFiles files = new OneEngine() {
            @Override
            public Placement engine() {
                return engine;
            }

            @Override
            public Placement place(Map<String, URL> jars) {
                return Placement.at(work.resolve("worker"), "f".repeat(64));
            }
        };
        LlamaCppBackend fresh = new LlamaCppBackend(
                "0.1.0",
                Settings.of(Configs.with(values), work, null),
                new WorkerFiles(files, Map.of("worker.jar", url())),
                Searches.none());
        made.add(fresh);
        return fresh;
    }

    @AfterEach
    void close() {
        made.forEach(LlamaCppBackend::close);
    }

    private URL url() {
        try {
            return work.toUri().toURL();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InstanceSpec spec(String model, Map<String, Object> options) {
        return new InstanceSpec("llamacpp", model, null, null, options);
    }

    private StartupPlan.Spawn plan(String model, Map<String, Object> options) {
        return assertInstanceOf(StartupPlan.Spawn.class, backend.plan(spec(model, options)));
    }

    private Problem refused(String model, Map<String, Object> options) {
        return assertThrows(InferenceException.class, () -> backend.plan(spec(model, options)))
                .problem();
    }

    @Test
    void a_plan_spawns_a_worker_with_a_port_and_a_secret_of_the_kernel_s() {
        StartupPlan.Spawn plan = plan("tiny", Map.of("ctx_size", 256, "parallel", 2));
        List<String> command = plan.launch().command();

        assertEquals("tiny", plan.model());
        assertEquals(LaunchSpec.PORT, command.get(command.indexOf("--port") + 1));
        assertEquals("256", command.get(command.indexOf("--ctx-size") + 1));
        assertEquals("2", command.get(command.indexOf("--parallel") + 1));
        assertTrue(command.get(command.indexOf("-cp") + 1).contains(EngineFiles.JAR));
        assertEquals(LaunchSpec.SECRET, plan.launch().environment().get("PADDOCK_WORKER_KEY"));
        assertTrue(plan.launch().secretNames().contains("PADDOCK_WORKER_KEY"));
        assertEquals(
                List.of(work.resolve("tiny.gguf").toString()), plan.launch().files());
    }

    @Test
    void a_worker_is_killed_at_once_unless_it_shall_be_asked() {
        assertEquals(Duration.ZERO, plan("tiny", Map.of()).timings().stopGrace());
        assertEquals(
                Duration.ofMillis(300),
                plan("tiny", Map.of("stop_timeout_ms", 300)).timings().stopGrace());
    }

    @Test
    void the_default_model_serves_a_wish_without_one() {
        assertEquals("tiny", plan(null, Map.of()).model());
    }

    @Test
    void equal_wishes_share_a_key_and_each_option_makes_another() {
        var key = plan("tiny", Map.of()).key();

        assertEquals(key, plan(null, Map.of()).key());
        for (Map<String, Object> other : List.<Map<String, Object>>of(
                Map.of("ctx_size", 128),
                Map.of("parallel", 3),
                Map.of("threads", 9),
                Map.of("threads_batch", 9),
                Map.of("gpu_layers", 1),
                Map.of("flash_attn", true),
                Map.of("alias", "other"),
                Map.of("embeddings", false),
                Map.of("pooling", "cls"),
                Map.of("chat_template", "llama3"))) {
            assertNotEquals(key, plan("tiny", other).key(), other.toString());
        }
    }

    @Test
    void another_engine_or_another_file_makes_another_key() throws Exception {
        var key = plan("tiny", Map.of()).key();

        engine = Placement.at(work.resolve("engine"), "d".repeat(64));
        assertNotEquals(key, plan("tiny", Map.of()).key());

        TinyModel.writer().text("general.description", "changed").write(work.resolve("tiny.gguf"));
        assertNotEquals(key, plan("tiny", Map.of()).key());
    }

    @Test
    void an_unknown_model_is_refused_and_the_known_ones_are_named() {
        Problem problem = refused("nope", Map.of());

        assertEquals(ErrorCode.MODEL_NOT_FOUND, problem.code());
        assertEquals("model", problem.field());
        assertTrue(problem.detail().contains("tiny"), problem.detail());
    }

    @Test
    void names_that_look_like_paths_are_only_unknown_models() {
        assertEquals(ErrorCode.MODEL_NOT_FOUND, refused("../tiny", Map.of()).code());
        assertEquals(
                ErrorCode.MODEL_NOT_FOUND,
                refused(work.resolve("tiny.gguf").toString(), Map.of()).code());
    }

    @Test
    void a_cut_model_is_refused_with_its_reason_and_without_its_path() throws Exception {
        Files.write(work.resolve("cut.gguf"), new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0});

        Problem problem = refused("cut", Map.of());

        assertEquals(ErrorCode.INVALID_VALUE, problem.code());
        assertEquals("model", problem.field());
        assertTrue(problem.detail().contains("not a complete GGUF"), problem.detail());
        assertFalse(problem.detail().contains(work.toString()), problem.detail());
        assertEquals(
                List.of("tiny"),
                backend.models(Duration.ofSeconds(1)).stream()
                        .map(ModelListing::id)
                        .toList());
    }

    @Test
    void without_natives_it_is_unavailable_and_says_what_to_do() {
        engine = Placement.missing("install the natives");

        assertFalse(backend.availability().usable());
        assertTrue(backend.availability().detail().contains("install the natives"));
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, refused("tiny", Map.of()).code());
    }

    @Test
    void a_wrong_configuration_makes_it_unavailable() {
        backend = backend(Map.of("engine", "magic"));

        assertTrue(backend.availability().detail().contains("engine must be one of"));
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, refused("tiny", Map.of()).code());
    }

    @Test
    void without_a_llama_server_auto_takes_the_worker_and_says_so() {
        Probe.Ready ready = assertInstanceOf(Probe.Ready.class, workerReady());

        assertTrue(
                String.valueOf(ready.metadata().get("why_this_engine")).contains("no llama-server was found"),
                ready.metadata().toString());
    }

    private Probe workerReady() {
        Engines.Choice choice = new Engines.Choice(
                null,
                new WorkerFiles.Place("here", false, engine, engine, List.of()),
                "no llama-server was found",
                null,
                false);
        ModelFile model = new ModelFolder(work, List.of()).find("tiny").orElseThrow();
        StartupPlan plan = new WorkerPlans(new WorkerLaunch(work, 17))
                .plan(choice, LlamaCppOptions.defaults().resolved(model, 2), model, Timings.DEFAULT);
        try (ProvenWorker worker = ProvenWorker.start("s3cret-value")) {
            return plan.driver()
                    .open(new Launched("i-1", 1, worker.port(), "s3cret-value"))
                    .probe(Duration.ofSeconds(2));
        }
    }

    @Test
    void a_named_llama_server_that_is_not_there_makes_it_unavailable_whatever_else_there_is() {
        backend = backend(Map.of("engine", "llama-server"));

        String detail = backend.availability().detail();

        assertFalse(backend.availability().usable());
        assertTrue(detail.contains("LLAMA_CPP_DIR") && detail.contains("PATH"), detail);
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, refused("tiny", Map.of()).code());
    }

    @Test
    void what_only_llama_server_has_is_refused_by_name_when_the_worker_would_serve() {
        for (Map<String, Object> option : List.<Map<String, Object>>of(
                Map.of("api_prefix", "/x"),
                Map.of("extra_args", List.of("--metrics")),
                Map.of("api_key", "k"),
                Map.of("pooling", "rank"),
                Map.of("gpu_layers", "all"),
                Map.of("chat_template", "gpt-oss"))) {
            String name = option.keySet().iterator().next();

            Problem problem = refused("tiny", option);

            assertEquals(ErrorCode.INVALID_VALUE, problem.code());
            assertEquals("request.target_preference.backend_options." + name, problem.field());
            assertTrue(problem.detail().contains("worker"), problem.detail());
        }
    }

    @Test
    void another_execution_surface_is_refused() {
        InstanceSpec spec = new InstanceSpec("llamacpp", "tiny", null, SurfaceKind.SSH_EXEC, Map.of());

        Problem problem =
                assertThrows(InferenceException.class, () -> backend.plan(spec)).problem();

        assertEquals(ErrorCode.UNSUPPORTED_EXECUTION_SURFACE, problem.code());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its program is a shell script")
    void auto_waits_for_a_slow_llama_server_instead_of_taking_the_worker() throws Exception {
        Path slow = Programs.script(work.resolve("llama-server"), "exec sleep 60");
        backend = backend(Map.of("binary_path", slow.toString()));

        Problem problem = refused("tiny", Map.of());

        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, problem.code());
        assertTrue(problem.detail().contains("is being asked"), problem.detail());
        assertEquals(Duration.ofSeconds(1), problem.retryAfter());
    }
}
