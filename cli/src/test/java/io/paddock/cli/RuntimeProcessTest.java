// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RuntimeProcessTest {
    @Test
    void a_process_that_listens_ends_by_itself() throws Exception {
        ProcessHandle process = new ProcessBuilder("sleep", "60").start().toHandle();
        assertEquals(RuntimeProcess.End.BY_ITSELF, RuntimeProcess.stop(process, Duration.ofSeconds(20)));
        assertFalse(process.isAlive());
    }

    @Test
    void a_process_that_does_not_listen_is_ended_by_force() throws Exception {
        Process process = deaf();
        assertEquals(RuntimeProcess.End.KILLED, RuntimeProcess.stop(process.toHandle(), Duration.ofMillis(200)));
        assertFalse(process.isAlive());
    }

    /** A shell that ignores the signal and has said so. */
    private static Process deaf() throws IOException {
        Process process = new ProcessBuilder(
                        "sh", "-c", "trap '' TERM; echo deaf; while :; do read -r x || exec sleep 60; done")
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertEquals("deaf", said.readLine());
        return process;
    }
}
