// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.LaunchSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model file and the fixed port, looked at before a start. */
class PreflightTest {
    @TempDir
    Path folder;

    private LaunchSpec needing(String file, int port) {
        return new LaunchSpec(
                List.of("sh", "-c", "true", "{port}"),
                folder,
                Map.of(),
                Set.of(),
                SurfaceKind.LOCAL_SUBPROCESS,
                "",
                List.of(file),
                port);
    }

    private Problem refusal(LaunchSpec spec) {
        Problem problem = assertThrows(InferenceException.class, () -> Preflight.check("fake-1", spec))
                .problem();
        assertEquals(ErrorCode.LAUNCH_FAILED, problem.code());
        assertFalse(problem.detail().contains(folder.toString()), "no path reaches a client: " + problem.detail());
        assertFalse(problem.detail().contains("m.gguf"), "nor the name of a file: " + problem.detail());
        return problem;
    }

    private Path model() throws IOException {
        return Files.writeString(folder.resolve("m.gguf"), "GGUF");
    }

    @Test
    void a_model_file_that_is_gone_is_refused_at_the_next_start() throws IOException {
        LaunchSpec spec = needing(model().toString(), 0);
        assertDoesNotThrow(() -> Preflight.check("fake-1", spec));
        Files.delete(folder.resolve("m.gguf"));
        Problem problem = refusal(spec);
        assertEquals("model", problem.field());
        assertTrue(problem.detail().contains("the model file is gone; put it back"), problem.detail());
    }

    @Test
    void a_folder_in_the_place_of_a_model_file_is_refused() throws IOException {
        Files.createDirectory(folder.resolve("m.gguf"));
        Problem problem = refusal(needing(folder.resolve("m.gguf").toString(), 0));
        assertEquals("model", problem.field());
        assertTrue(problem.detail().contains("is no file"), problem.detail());
    }

    @Test
    void a_model_file_that_may_not_be_read_is_refused() throws IOException {
        Path file = model();
        assertNull(Preflight.wrongWith(file, one -> true));
        String wrong = Preflight.wrongWith(file, one -> false); // nothing is unreadable to root
        assertTrue(wrong.contains("right to read"), wrong);
    }

    @Test
    void a_relative_model_file_is_one_of_the_working_directory() throws IOException {
        model();
        assertDoesNotThrow(() -> Preflight.check("fake-1", needing("m.gguf", 0)));
        Files.delete(folder.resolve("m.gguf"));
        assertEquals("model", refusal(needing("m.gguf", 0)).field());
    }

    @Test
    void a_fixed_port_that_is_taken_is_refused_and_named() throws IOException {
        String file = model().toString();
        int port;
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = stranger.getLocalPort();
            Problem problem = refusal(needing(file, port));
            assertEquals("port", problem.field());
            assertTrue(problem.detail().contains("port " + port + " of 127.0.0.1 is taken"), problem.detail());
        }
        assertDoesNotThrow(() -> Preflight.check("fake-1", needing(file, port)));
    }

    @Test
    void a_fixed_port_is_the_one_that_is_filled_in() {
        ResolvedLaunch launch = ResolvedLaunch.of(needing("m.gguf", 4711), () -> 1, () -> "");
        assertEquals(4711, launch.port());
        assertEquals("4711", launch.command().get(3));
        assertEquals(
                1, ResolvedLaunch.of(needing("m.gguf", 0), () -> 1, () -> "").port());
    }

    @Test
    void a_port_cannot_be_fixed_on_another_machine() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new LaunchSpec(
                        List.of("sh"), null, Map.of(), Set.of(), SurfaceKind.SSH_EXEC, "far", List.of(), 4711));
    }
}
