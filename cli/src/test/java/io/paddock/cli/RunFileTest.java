// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    private final Running self =
            Running.of(ProcessHandle.current().pid(), 8080, 8101).orElseThrow();

    @TempDir
    Path data;

    @Test
    void a_live_runtime_is_found_again() throws IOException {
        RunFile file = new RunFile(data);
        file.write(self);
        assertEquals(Optional.of(self.port()), file.live().map(Running::port));
        file.delete();
        assertTrue(file.live().isEmpty());
    }

    @Test
    void a_number_that_was_given_to_another_process_is_not_ours() throws IOException {
        RunFile file = new RunFile(data);
        file.write(new Running(self.pid(), self.startedAt().minusSeconds(60), 8080, 0));
        assertTrue(file.live().isEmpty());
    }

    /** As in a container whose first process collects nobody. */
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs a process table to look at")
    void a_runtime_that_ended_and_was_never_collected_runs_no_more() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader said = parent.inputReader()) {
            long pid = Long.parseLong(said.readLine());
            RunFile file = new RunFile(data);
            file.write(Running.of(pid, 8080, 0).orElseThrow());
            assertTrue(file.live().isPresent());
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (file.live().isPresent() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            assertTrue(file.live().isEmpty());
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void a_file_that_is_no_run_file_says_nothing() throws IOException {
        Files.writeString(data.resolve("paddock.pid"), "pid=what\n");
        assertTrue(new RunFile(data).live().isEmpty());
    }
}
