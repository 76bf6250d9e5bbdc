// SPDX-License-Identifier: Apache-2.0
package io.paddock.bench.subject;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "needs a process table to look at")
class ProcessFactsTest {
    @Test
    void a_stopped_process_is_seen_and_goes_on() throws Exception {
        Process process = new ProcessBuilder("cat").start(); // until its input ends
        try {
            assertFalse(ProcessFacts.isStopped(process.pid()));
            ProcessFacts.signal(process.pid(), "STOP");
            awaitStopped(process.pid(), true);
            ProcessFacts.signal(process.pid(), "CONT");
            awaitStopped(process.pid(), false);
            assertTrue(process.isAlive());
        } finally {
            ProcessFacts.end(List.of(process.toHandle()), Duration.ofSeconds(2));
        }
        assertThrows(IOException.class, () -> ProcessFacts.signal(process.pid(), "STOP"));
    }

    private static void awaitStopped(long pid, boolean stopped) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (ProcessFacts.isStopped(pid) != stopped) {
            assertTrue(System.nanoTime() - deadline < 0, "stopped is not " + stopped);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
