// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Engine;
import io.paddock.api.EngineSource;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.backend.llamacpp.engine.Placement;
import io.paddock.backend.llamacpp.servers.AddedServers;
import io.paddock.backend.llamacpp.servers.Limits;
import io.paddock.backend.llamacpp.servers.Packed;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.testmodel.TinyModel;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
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

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its programs are shell scripts")
class EngineChoiceTest {
    private static final String FRAGMENT = "java-llama.cpp-here";

    @TempDir
    Path work;

    private AddedServers added;
    private LlamaCppBackend backend;
    private final List<LlamaCppBackend> made = new ArrayList<>();

    @BeforeEach
    void prepare() throws Exception {
        TinyModel.writer().write(work.resolve("tiny.gguf"));
        TinyModel.writer().write(work.resolve("other.gguf"));
        added = new AddedServers(work.resolve("servers"), Limits.DEFAULT);
        backend = backend(Map.of(), null);
    }

    private LlamaCppBackend backend(Map<String, Object> config, String path) {
        Map<String, Object> values = new HashMap<>(config);
        values.put("models_folder", work.toString());
        values.put("default_model", "tiny");
        OneEngine files = new OneEngine() {
            @Override
            public Placement engine() {
                return Placement.at(work.resolve("engine"), "e".repeat(64));
            }

            @Override
            public Placement place(Map<String, URL> jars) {
                return Placement.at(work.resolve("worker"), "f".repeat(64));
            }
        };
        LlamaCppBackend fresh = new LlamaCppBackend(
                "0.1.0",
                Settings.of(Configs.with(values), work, null),
                new WorkerFiles(files, Map.of()),
                new ServerSearch(null, path, added));
        made.add(fresh);
        return fresh;
    }

    @AfterEach
    void close() {
        made.forEach(LlamaCppBackend::close);
    }

    private Path program(String name) throws IOException {
        return Programs.answering(work.resolve(name + "/bin/llama-server"));
    }

    private Engine add(String name) throws IOException {
        return backend.changes()
                .add(new EngineSource(program(name).getParent().getParent().toString(), null, name), () -> false);
    }

    private StartupPlan.Spawn plan(String model, Map<String, Object> options) {
        return (StartupPlan.Spawn) backend.plan(new InstanceSpec("llamacpp", model, null, null, options));
    }

    private String programOf(String model, Map<String, Object> options) {
        return plan(model, options).launch().command().get(0);
    }

    private static Problem refused(Runnable work) {
        return assertThrows(InferenceException.class, work::run).problem();
    }

    @Test
    void an_engine_is_chosen_for_all_or_for_a_model_and_another_one_makes_another_key() throws Exception {
        String one = add("one").path();
        String two = add("two").path();
        EndpointKey before = plan("tiny", Map.of()).key();
        assertEquals(one, programOf("tiny", Map.of()), "the one that was added first serves by itself");

        backend.changes().use("two", "tiny");
        assertEquals(two, programOf("tiny", Map.of()));
        assertEquals(one, programOf("other", Map.of()));
        assertNotEquals(before, plan("tiny", Map.of()).key());

        backend.changes().use("two", null);
        assertEquals(two, programOf("other", Map.of()));
        backend.changes().use(FRAGMENT, "tiny");
        assertTrue(programOf("tiny", Map.of()).endsWith("java"));
        assertEquals(
                two,
                backend(Map.of(), null)
                        .plan(new InstanceSpec("llamacpp", "other", null, null, Map.of()))
                        .fold(spawn -> spawn.launch().command().get(0), embed -> "", attach -> ""));

        backend.changes().use("auto", "tiny");
        backend.changes().use("auto", null);
        assertEquals(before, plan("tiny", Map.of()).key());
    }

    @Test
    void a_request_goes_before_the_choice_and_the_choice_before_the_configuration() throws Exception {
        String one = add("one").path();
        Path configured = program("configured");
        Path asked = program("asked");
        backend = backend(Map.of("binary_path", configured.toString()), null);
        assertEquals(configured.toString(), programOf("tiny", Map.of()));

        backend.changes().use("one", null);

        assertEquals(one, programOf("tiny", Map.of()));
        assertEquals(asked.toString(), programOf("tiny", Map.of("binary_path", asked.toString())));
        assertEquals(one, programOf("tiny", Map.of("engine", "llama-server")));
        assertTrue(programOf("tiny", Map.of("engine", "worker")).endsWith("java"));
    }

    @Test
    void words_of_the_configuration_s_launcher_are_not_for_a_chosen_engine() throws Exception {
        String one = add("one").path();
        backend = backend(Map.of("launcher_args", new String[] {"--inner"}), null);
        backend.changes().use("one", null);

        List<String> command = plan("tiny", Map.of()).launch().command();

        assertEquals(List.of(one, "--model"), command.subList(0, 2));
    }

    @Test
    void what_is_found_goes_before_what_was_added_unless_it_is_chosen() throws Exception {
        Path onPath = program("path");
        String one = add("one").path();
        backend = backend(Map.of(), onPath.getParent().toString());

        assertEquals(onPath.toString(), programOf("tiny", Map.of()));
        backend.changes().use("one", null);
        assertEquals(one, programOf("tiny", Map.of()));
        backend.changes().use("path", "tiny");
        assertEquals(onPath.toString(), programOf("tiny", Map.of()));
    }

    @Test
    void a_chosen_engine_that_is_gone_is_said_and_nothing_takes_its_place() throws Exception {
        String one = add("one").path();
        backend.changes().use("one", null);
        assertTrue(backend.availability().usable());
        Files.delete(Path.of(one));

        Problem problem = refused(() -> plan("tiny", Map.of()));

        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, problem.code());
        assertTrue(problem.detail().contains("the added engine 'one' is not there"), problem.detail());
        assertFalse(backend.availability().usable());
        backend.changes().use("auto", null);
        added.remove("one");
        assertTrue(backend.availability().usable());
    }

    @Test
    void a_choice_that_the_configuration_leaves_no_room_for_is_refused() throws Exception {
        add("one");
        backend = backend(Map.of("engine", "worker"), null);
        assertTrue(refused(() -> backend.changes().use("one", null)).detail().contains("says engine=worker"));
        backend = backend(Map.of("engine", "llama-server"), null);
        assertTrue(refused(() -> backend.changes().use(FRAGMENT, null)).detail().contains("says engine=llama-server"));
        assertEquals(
                ErrorCode.ENGINE_NOT_FOUND,
                refused(() -> backend.changes().use("nope", null)).code());
    }

    @Test
    void an_engine_that_is_in_use_stays_and_names_its_instances() throws Exception {
        add("one");
        Problem problem = refused(() -> backend.changes().remove("one", Map.of("one", List.of("i-1", "i-2"))));
        assertEquals(ErrorCode.ENGINE_IN_USE, problem.code());
        assertTrue(problem.detail().contains("i-1, i-2"), problem.detail());

        backend.changes().remove("one", Map.of());

        assertEquals(
                ErrorCode.ENGINE_NOT_FOUND,
                refused(() -> backend.changes().remove("one", Map.of())).code());
        assertEquals(
                ErrorCode.INVALID_VALUE,
                refused(() -> backend.changes().remove(FRAGMENT, Map.of())).code());
    }

    @Test
    void all_engines_are_listed_with_what_they_are() throws Exception {
        add("one");
        Files.createDirectories(work.resolve("broken"));
        Path broken = Programs.script(work.resolve("broken/llama-server"), "echo hello");
        backend = backend(Map.of("binary_path", broken.toString()), null);
        backend.changes().use("one", "other");

        Map<String, Engine> engines = new HashMap<>();
        backend.engines(List.of()).forEach(engine -> engines.put(engine.name(), engine));

        assertEquals(
                List.of("binary-path", FRAGMENT, "one"),
                engines.keySet().stream().sorted().toList());
        assertEquals("0.7.0 (build 11669)", engines.get("one").version());
        assertEquals(List.of("other"), engines.get("one").models());
        assertTrue(engines.get("one").removable() && engines.get("one").works());
        assertTrue(engines.get("binary-path").problem().contains("does not describe itself"));
        assertEquals("b4916", engines.get(FRAGMENT).llamaCpp());
        assertTrue(engines.get(FRAGMENT).architectures().contains("gemma3"));
        assertTrue(engines.get(FRAGMENT).byDefault(), "auto takes the worker when the server does not work");
    }

    @Test
    void what_is_no_llama_server_cannot_be_added() throws Exception {
        Path evil = new Packed()
                .file("bin/llama-server", "#!/bin/sh\necho hello\n", 0755)
                .to(work.resolve("x.tar.gz"));

        Problem problem =
                refused(() -> backend.changes().add(new EngineSource(evil.toString(), null, "evil"), () -> false));

        assertEquals(ErrorCode.ENGINE_REFUSED, problem.code());
        assertTrue(problem.detail().contains("does not describe itself as llama-server"), problem.detail());
        assertEquals(List.of(), added.list());
    }
}
