// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** start, status, exec, console, logs and stop, with a real process that plays the runtime. */
class LifecycleTest {
    @TempDir
    Path folder;

    @Test
    void a_runtime_is_started_asked_and_stopped() throws Exception {
        FakeHome home = new FakeHome(folder, "");
        assertEquals(3, home.run("status"));
        assertEquals(0, home.run("start"), home::err);
        Optional<Running> running = new RunFile(home.install().data()).live();
        try {
            assertTrue(home.out().startsWith("Paddock is ready: http://127.0.0.1:"), home.out());
            assertEquals(0, home.run("start"));
            assertTrue(home.out().contains("running already"), home.out());

            running.orElseThrow().process().orElseThrow().destroyForcibly();
            assertEquals(0, home.run("start"), home::err);
            assertTrue(home.out().startsWith("Paddock is ready"), home.out());
            running = new RunFile(home.install().data()).live();

            assertEquals(0, home.run("status"));
            assertTrue(home.out().contains("llamacpp  available  fine"), home.out());

            assertEquals(2, home.run("exec", "paddock:chat", "two words"));
            assertEquals("one\n", home.out());
            assertEquals("two\n", home.err());
            assertEquals(2, home.runWith("paddock:backends\nexit\nnever\n", "console"));
            assertEquals("one\n", home.out());
        } finally {
            assertEquals(0, home.run("stop"), home::err);
        }
        assertTrue(home.out().startsWith("stopped"), home.out());
        assertTrue(running.isPresent());
        assertFalse(running.get().process().isPresent());
        assertEquals(3, home.run("status"));
        assertEquals(0, home.run("stop"));
    }

    @Test
    void a_runtime_that_dies_is_told_with_what_it_said() throws Exception {
        FakeHome home = new FakeHome(folder, "dies");
        assertEquals(1, home.run("start"));
        assertTrue(home.err().contains("ended while it started"), home.err());
        assertTrue(home.err().contains("fake runtime, mood dies"), home.err());
        assertEquals(3, home.run("status"));
    }

    @Test
    void a_taken_port_is_told_before_anything_starts() throws Exception {
        FakeHome home = new FakeHome(folder, "");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            home.environment.put("PADDOCK_PORT", Integer.toString(taken.getLocalPort()));
            assertEquals(1, home.run("start"));
        }
        assertTrue(home.err().contains("is in use"), home.err());
        assertTrue(home.err().contains("PADDOCK_PORT="), home.err());
        assertFalse(Files.exists(home.install().output()));
    }

    @Test
    void without_a_runtime_exec_and_console_say_so() throws IOException {
        FakeHome home = new FakeHome(folder, "");
        assertEquals(1, home.run("exec", "paddock:backends"));
        assertTrue(home.err().contains("not running here; start it"), home.err());
        assertEquals(1, home.run("console"));
    }

    @Test
    void logs_prints_the_end_of_the_log() throws Exception {
        FakeHome home = new FakeHome(folder, "");
        assertEquals(1, home.run("logs"));
        Path log = home.install().log();
        Files.createDirectories(log.getParent());
        Files.writeString(log, "line\n".repeat(100) + "last\n");
        assertEquals(0, home.run("logs"));
        assertEquals(50, home.out().lines().count());
        assertTrue(home.out().endsWith("line\nlast\n"));
    }
}
