// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.paddock.kernel.Rig;
import io.paddock.kernel.process.DoomedRuntime.Protected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard of systems that show no marks, with real processes wherever there is a {@code sh}. */
class ListGuardTest {
    private static final String FAMILY = "trap '' TERM HUP INT; sleep 600 & echo $!; while :; do sleep 600; done";
    private static final long LEAVES_WITHIN_MS = 5000;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void requireShell() {
        boolean there = Files.isExecutable(Path.of("/bin/sh"));
        if (!there && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            fail("this test needs /bin/sh");
        }
        Assumptions.assumeTrue(there, "needs /bin/sh");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Process run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private Process guard() throws IOException {
        return run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ListGuardMain.class.getName(),
                folder.resolve("none").toString());
    }

    private static String named(Process process, long off) {
        long start = process.info().startInstant().orElseThrow().toEpochMilli();
        return "+ " + process.pid() + " " + (start + off) + "\n";
    }

    private void tellAll(String lines) throws Exception {
        Process guard = guard();
        try (var words = guard.outputWriter()) {
            words.write(lines);
        }
        assertTrue(guard.waitFor(LEAVES_WITHIN_MS, TimeUnit.MILLISECONDS));
        assertEquals(0, guard.exitValue());
    }

    @Test
    void marks_decide_where_they_work_and_the_list_elsewhere() {
        assertEquals(Guard.Kind.BY_MARK, Guard.Kind.fitting(true));
        assertEquals(Guard.Kind.BY_LIST, Guard.Kind.fitting(false));
    }

    @Test
    void a_killed_runtime_leaves_no_child_and_no_grandchild_where_marks_cannot_be_read() throws Exception {
        try (DoomedRuntime runtime = DoomedRuntime.start(folder, Protected.BY_LIST, 3, FAMILY)) {
            assertEquals(6, runtime.running().size());
            runtime.kill();
            assertTrue(runtime.goneWithin() < LEAVES_WITHIN_MS);
        }
    }

    @Test
    void only_what_is_named_with_its_start_time_is_killed() throws Exception {
        Process named = run("sleep", "600");
        Process other = run("sleep", "600");
        Process earlier = run("sleep", "600");
        Process ended = run("sleep", "600");
        tellAll(named(named, 0) + named(earlier, -10_000) + named(ended, 0) + "- " + ended.pid() + "\n");
        Rig.await("the named one to go", () -> !named.isAlive());
        assertTrue(other.isAlive());
        assertTrue(earlier.isAlive());
        assertTrue(ended.isAlive());
    }

    @Test
    void an_end_in_good_order_takes_what_is_still_there() throws Exception {
        Process named = run("sleep", "600");
        tellAll(named(named, 0) + "over\n");
        Rig.await("the named one to go", () -> !named.isAlive());
        assertTrue(!named.isAlive());
    }
}
