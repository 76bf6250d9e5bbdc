// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LivenessTest {
    /** Its first thread ends alone, by a system call, while another one goes on until its input ends. */
    private static final String HEADLESS = """
            import ctypes, platform, sys, threading
            threading.Thread(target=sys.stdin.read).start()
            print("ready", flush=True)
            ctypes.CDLL(None).syscall(60 if platform.machine() == "x86_64" else 93, 0)
            """;

    @Test
    @Timeout(30)
    @EnabledOnOs(value = OS.LINUX, disabledReason = "looks into the process table of Linux")
    void a_process_runs_until_its_last_thread_has_ended() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "-c", HEADLESS).start();
        try {
            BufferedReader output = process.inputReader();
            assertEquals("ready", output.readLine());
            while (!Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .contains(") Z")) {
                Thread.onSpinWait(); // its first thread is about to end
            }
            assertTrue(Liveness.runs(process.toHandle()));

            process.getOutputStream().close();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            assertFalse(Liveness.runs(process.toHandle()));
        } finally {
            process.destroyForcibly();
        }
    }
}
