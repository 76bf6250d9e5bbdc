// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import io.paddock.kernel.work.SystemTime;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.OutputLine;
import io.paddock.spi.surface.ExecutionSurface;
import io.paddock.spi.surface.PlacedEnd;
import io.paddock.spi.surface.PlacedProcess;
import io.paddock.spi.surface.Placement;
import io.paddock.spi.surface.Said;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SurfacesTest {
    private final SystemTime time = new SystemTime();
    private final Launcher launcher = new Launcher(time, null);
    private final Surfaces surfaces = new Surfaces(launcher, time);
    private final ProcessOutput output = new ProcessOutput("fake-1");
    private final Machine machine = new Machine();

    @AfterEach
    void close() {
        surfaces.close();
        launcher.close();
        time.close();
    }

    /** A place whose one process does what the test says. */
    private static final class Machine implements ExecutionSurface, PlacedProcess {
        final CompletableFuture<PlacedEnd> ended = new CompletableFuture<>();
        Placement placed;
        Duration grace;
        String errors = "";

        @Override
        public SurfaceKind kind() {
            return SurfaceKind.SSH_EXEC;
        }

        @Override
        public String target() {
            return "far";
        }

        @Override
        public CompletableFuture<PlacedProcess> place(Placement placement) {
            placed = placement;
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public CompletableFuture<Said> ask(List<String> command, Duration limit) {
            throw new UnsupportedOperationException("the kernel asks no programs");
        }

        @Override
        public int port() {
            return 4711;
        }

        @Override
        public InputStream stream(OutputLine.Stream which) {
            String text = which == OutputLine.Stream.STDERR ? errors : "";
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public CompletableFuture<PlacedEnd> ended() {
            return ended;
        }

        @Override
        public CompletableFuture<Boolean> end(Duration patience) {
            grace = patience;
            return CompletableFuture.completedFuture(true);
        }
    }

    private static LaunchSpec spec(SurfaceKind surface, String target) {
        return new LaunchSpec(
                List.of("server", "--port", "{port}"),
                null,
                Map.of("KEY", "{secret}", "PLAIN", "yes"),
                Set.of("KEY"),
                surface,
                target,
                List.of("/models/a.gguf"),
                0);
    }

    private Child launch(LaunchSpec spec) throws Exception {
        return surfaces.launch("fake-1", spec, output).get(20, TimeUnit.SECONDS);
    }

    private InferenceException refusal(LaunchSpec spec) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> launch(spec));
        return assertInstanceOf(InferenceException.class, failed.getCause());
    }

    @Test
    void a_guest_bridge_is_refused_until_there_is_one() {
        surfaces.add(machine);
        InferenceException refused = refusal(spec(SurfaceKind.GUEST_BRIDGE, "far"));
        assertEquals(ErrorCode.UNSUPPORTED_EXECUTION_SURFACE, refused.code());
        assertTrue(refused.getMessage().endsWith("not on guest_bridge"), refused.getMessage());
    }

    @Test
    void a_target_that_is_not_configured_is_named() {
        surfaces.add(machine);
        InferenceException refused = refusal(spec(SurfaceKind.SSH_EXEC, "near"));
        assertEquals(ErrorCode.LAUNCH_FAILED, refused.code());
        assertTrue(refused.getMessage().contains("there is no ssh target 'near'"), refused.getMessage());
    }

    @Test
    void a_local_launch_stays_here() throws Exception {
        surfaces.add(machine);
        Child child = launch(new LaunchSpec(List.of("true"), null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS));
        assertEquals(new ExitFacts(0), child.exited().get(20, TimeUnit.SECONDS));
        assertEquals(null, machine.placed);
    }

    @Test
    void a_target_gets_secret_and_mark_and_gives_the_port() throws Exception {
        surfaces.add(machine);
        Child child = launch(spec(SurfaceKind.SSH_EXEC, "far"));
        assertEquals(4711, child.launched().port());
        assertEquals(0, child.launched().pid(), "a process of another machine has no id here");
        String secret = child.launched().secret();
        assertTrue(secret.matches("[0-9a-f]{64}"), secret);
        LaunchSpec launch = machine.placed.launch();
        assertEquals(Map.of("KEY", secret, "PLAIN", "yes", Launcher.INSTANCE, "fake-1"), launch.environment());
        assertEquals(List.of("server", "--port", "{port}"), launch.command());
        assertEquals(List.of("/models/a.gguf"), launch.files());
    }

    @Test
    void its_last_lines_are_kept_without_secrets_and_its_end_is_told() throws Exception {
        machine.errors = "cannot go on\nvery ";
        surfaces.add(new SecretTeller(machine));
        Child child = launch(spec(SurfaceKind.SSH_EXEC, "far"));
        machine.ended.complete(new PlacedEnd(3, true, ""));
        ExitFacts facts = child.exited().get(20, TimeUnit.SECONDS);
        assertEquals(new ExitFacts(3, true), facts);
        assertEquals(List.of("cannot go on", "very ***"), output.lastWords());
    }

    /** Lets its process write the secret that it was given. */
    private record SecretTeller(Machine machine) implements ExecutionSurface {
        @Override
        public SurfaceKind kind() {
            return machine.kind();
        }

        @Override
        public String target() {
            return machine.target();
        }

        @Override
        public CompletableFuture<PlacedProcess> place(Placement placement) {
            machine.errors += placement.launch().environment().get("KEY");
            return machine.place(placement);
        }

        @Override
        public CompletableFuture<Said> ask(List<String> command, Duration limit) {
            return machine.ask(command, limit);
        }
    }

    @Test
    void an_end_that_nobody_saw_is_told_as_such() throws Exception {
        surfaces.add(machine);
        Child child = launch(spec(SurfaceKind.SSH_EXEC, "far"));
        machine.ended.complete(PlacedEnd.lost("was lost: the connection broke"));
        ExitFacts facts = child.exited().get(20, TimeUnit.SECONDS);
        assertEquals("was lost: the connection broke", facts.inWords());
        assertEquals("", facts.meaning());
    }

    @Test
    void an_end_has_its_grace_and_a_target_that_goes_takes_its_processes_along() throws Exception {
        surfaces.add(machine);
        Child child = launch(spec(SurfaceKind.SSH_EXEC, "far"));
        assertTrue(child.terminate(Duration.ofSeconds(6), Runnable::run).get(20, TimeUnit.SECONDS));
        assertEquals(Duration.ofSeconds(6), machine.grace);
        surfaces.remove(machine);
        assertEquals(Duration.ZERO, machine.grace);
        assertEquals(
                ErrorCode.LAUNCH_FAILED,
                refusal(spec(SurfaceKind.SSH_EXEC, "far")).code());
    }
}
