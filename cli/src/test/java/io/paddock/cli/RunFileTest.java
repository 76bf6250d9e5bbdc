// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    @Test
    void a_file_that_is_no_run_file_says_nothing() throws IOException {
        Files.writeString(data.resolve("paddock.pid"), "pid=what\n");
        assertTrue(new RunFile(data).live().isEmpty());
    }
}
