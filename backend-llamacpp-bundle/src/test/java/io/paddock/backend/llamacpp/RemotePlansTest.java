// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.api.StartupKind;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.surface.ExecutionSurface;
import io.paddock.spi.surface.PlacedProcess;
import io.paddock.spi.surface.Placement;
import io.paddock.spi.surface.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class RemotePlansTest {
    private final Machine machine = new Machine();
    private final RemoteServers servers = new RemoteServers();

    /** A machine with a new llama-server on it. */
    private static final class Machine implements ExecutionSurface {
        final List<List<String>> asked = new CopyOnWriteArrayList<>();
        CompletableFuture<Said> instead;

        @Override
        public SurfaceKind kind() {
            return SurfaceKind.SSH_EXEC;
        }

        @Override
        public String target() {
            return "gpu1";
        }

        @Override
        public CompletableFuture<PlacedProcess> place(Placement placement) {
            throw new UnsupportedOperationException("a backend places nothing");
        }

        @Override
        public CompletableFuture<Said> ask(List<String> command, Duration limit) {
            asked.add(command);
            if (instead != null) {
                return instead;
            }
            return CompletableFuture.completedFuture(
                    new Said(0, "version: 0.7.0 (build 11669)\n----- its flags -----\n" + Builds.NEW_HELP));
        }
    }

    private static Settings settings(Map<String, Object> more) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "surface",
                "ssh_exec",
                "ssh_target",
                "gpu1",
                "ssh_program",
                "/opt/llama/llama-server",
                "ssh_models",
                new String[] {"/srv/models/big one.gguf", "small=/srv/models/s.gguf"},
                "default_model",
                "small"));
        values.putAll(more);
        return Settings.of(Configs.with(values), Path.of("/home"), null);
    }

    private RemotePlans plans(Map<String, Object> more) {
        return new RemotePlans(settings(more), servers);
    }

    private static InstanceSpec spec(String model, SurfaceKind surface, Map<String, Object> options) {
        return new InstanceSpec("llamacpp", model, null, surface, options);
    }

    private StartupPlan.Spawn plan(Map<String, Object> config, String model) {
        servers.add(machine);
        return assertInstanceOf(StartupPlan.Spawn.class, plans(config).plan(spec(model, null, Map.of())));
    }

    private static String after(List<String> words, String flag) {
        int at = words.indexOf(flag);
        return at < 0 ? "(absent)" : words.get(at + 1);
    }

    @Test
    void it_is_the_program_the_model_and_the_processors_of_that_machine() {
        StartupPlan.Spawn plan = plan(Map.of(), "big one");
        LaunchSpec launch = plan.launch();
        assertEquals(SurfaceKind.SSH_EXEC, launch.surface());
        assertEquals("gpu1", launch.target());
        assertEquals(List.of("/srv/models/big one.gguf"), launch.files());
        assertEquals("/opt/llama/llama-server", launch.command().get(0));
        assertEquals("/srv/models/big one.gguf", after(launch.command(), "--model"));
        assertEquals("big one", after(launch.command(), "--alias"));
        assertEquals("127.0.0.1", after(launch.command(), "--host"));
        assertEquals(LaunchSpec.PORT, after(launch.command(), "--port"));
        assertEquals("(absent)", after(launch.command(), "--threads"), "our processors are not theirs");
        assertEquals(LaunchSpec.SECRET, launch.environment().get("LLAMA_API_KEY"));
        assertTrue(launch.secretNames().contains("LLAMA_API_KEY"));
        assertEquals("big one", plan.model());
    }

    @Test
    void it_is_asked_once_and_target_and_program_make_another_instance() {
        StartupPlan.Spawn one = plan(Map.of(), "small");
        StartupPlan.Spawn same = plan(Map.of(), "small");
        assertEquals(one.key(), same.key());
        assertEquals(1, machine.asked.size(), machine.asked.toString());
        assertEquals("/opt/llama/llama-server", machine.asked.get(0).get(4));
        assertNotEquals(
                one.key(), plan(Map.of("ssh_program", "llama-server"), "small").key());
    }

    @Test
    void a_request_goes_there_or_stays_here_as_it_says() {
        RemotePlans offered = plans(Map.of("surface", "local_subprocess"));
        assertFalse(offered.wants(spec("small", null, Map.of())));
        assertTrue(offered.wants(spec("small", SurfaceKind.SSH_EXEC, Map.of())));
        RemotePlans preferred = plans(Map.of());
        assertTrue(preferred.wants(spec("small", null, Map.of())));
        assertFalse(preferred.wants(spec("small", SurfaceKind.LOCAL_SUBPROCESS, Map.of())));
        RemotePlans none = plans(Map.of("surface", "local_subprocess", "ssh_target", ""));
        assertFalse(none.wants(spec("small", SurfaceKind.SSH_EXEC, Map.of())));
    }

    private Problem refused(Map<String, Object> config, InstanceSpec spec) {
        return assertThrows(InferenceException.class, () -> plans(config).plan(spec))
                .problem();
    }

    private void refusedOption(String name, Object value) {
        Problem problem = refused(Map.of(), spec("small", null, Map.of(name, value)));
        assertEquals(ErrorCode.INVALID_VALUE, problem.code());
        assertEquals(LlamaCppOptions.FIELD + name, problem.field());
    }

    @Test
    void what_only_makes_sense_here_is_refused_by_its_name() {
        servers.add(machine);
        refusedOption("engine", "worker");
        refusedOption("port", 9000);
        Problem embedded = refused(
                Map.of(), new InstanceSpec("llamacpp", "small", StartupKind.EMBEDDED, SurfaceKind.SSH_EXEC, Map.of()));
        assertEquals(ErrorCode.INVALID_VALUE, embedded.code());
    }

    @Test
    void a_model_that_is_not_there_is_named_with_those_that_are() {
        servers.add(machine);
        Problem problem = refused(Map.of(), spec("tiny", null, Map.of()));
        assertEquals(ErrorCode.MODEL_NOT_FOUND, problem.code());
        assertTrue(problem.detail().endsWith("[big one, small]"), problem.detail());
    }

    @Test
    void a_target_that_is_not_configured_makes_the_engine_unavailable() {
        Problem problem = refused(Map.of(), spec("small", null, Map.of()));
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, problem.code());
        assertTrue(problem.detail().contains("there is no ssh target 'gpu1'"), problem.detail());
        servers.add(machine);
        assertNull(plans(Map.of()).problem());
        servers.remove(machine);
        assertNotEquals(null, plans(Map.of()).problem());
    }

    @Test
    void a_program_that_is_not_there_or_another_one_is_told_as_such() {
        servers.add(machine);
        machine.instead = CompletableFuture.completedFuture(new Said(127, "sh: not found"));
        assertTrue(plans(Map.of()).problem().contains("there is no such program"));
        machine.instead = CompletableFuture.completedFuture(new Said(0, "usage: cat"));
        assertTrue(plans(Map.of("ssh_program", "cat")).problem().contains("does not describe itself"));
        machine.instead = CompletableFuture.failedFuture(
                new InferenceException(ErrorCode.LAUNCH_FAILED, "ssh target 'gpu1' cannot be reached"));
        assertTrue(plans(Map.of("ssh_program", "x")).problem().contains("cannot be reached"));
    }

    @Test
    void a_slow_machine_is_waited_for_in_later_requests() {
        servers.add(machine);
        machine.instead = new CompletableFuture<>();
        Problem problem = refused(Map.of(), spec("small", null, Map.of()));
        assertEquals(ErrorCode.ENGINE_UNAVAILABLE, problem.code());
        assertEquals(Duration.ofSeconds(1), problem.retryAfter());
    }

    @Test
    void its_models_are_listed_without_a_path() {
        servers.add(machine);
        List<ModelListing> models = plans(Map.of()).models();
        assertEquals(2, models.size());
        assertFalse(models.toString().contains("/srv"), models.toString());
    }

    private static void wrong(String part, Map<String, Object> more) {
        String problem = settings(more).problem();
        assertTrue(problem != null && problem.contains(part), problem);
    }

    @Test
    void a_wrong_configuration_is_a_sentence() {
        wrong("surface must be local_subprocess or ssh_exec", Map.of("surface", "guest_bridge"));
        wrong("needs an ssh_target", Map.of("ssh_target", ""));
        wrong("goes with engine auto or llama-server", Map.of("engine", "worker"));
        wrong("absolute paths", Map.of("ssh_models", new String[] {"models/x.gguf"}));
        wrong("twice", Map.of("ssh_models", new String[] {"/a/x.gguf", "x=/b/y.gguf"}));
        assertNull(settings(Map.of()).problem());
    }
}
