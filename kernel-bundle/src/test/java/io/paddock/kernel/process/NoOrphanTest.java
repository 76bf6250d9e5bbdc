// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.paddock.kernel.process.DoomedRuntime.Protected;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a runtime ends, what it started ends with it, grandchildren too. */
class NoOrphanTest {
    /** A child with a child of its own, neither of which cares about its input or a request to end. */
    private static final String FAMILY = "trap '' TERM HUP INT; sleep 600 & echo $!; while :; do sleep 600; done";

    private static final long LEAVES_WITHIN_MS = 5000;

    @TempDir
    Path folder;

    @BeforeEach
    void requireLinux() {
        boolean there = ProcessTable.showsMarks();
        if (!there && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            fail("this test needs Linux");
        }
        Assumptions.assumeTrue(there, "needs Linux, where the environment of a process can be read");
    }

    @Test
    void a_killed_runtime_with_eight_children_leaves_none_and_no_grandchild() throws Exception {
        try (DoomedRuntime runtime = DoomedRuntime.start(folder, Protected.WHOLLY, 8, FAMILY)) {
            assertEquals(16, runtime.running().size());
            runtime.kill();
            assertTrue(runtime.goneWithin() < LEAVES_WITHIN_MS);
        }
    }

    @Test
    void without_a_parent_death_signal_the_guard_ends_them_also_when_they_were_stopped() throws Exception {
        try (DoomedRuntime runtime = DoomedRuntime.start(folder, Protected.BY_GUARD, 2, FAMILY)) {
            for (ProcessHandle child : runtime.children) {
                DoomedRuntime.signal(child, "STOP");
            }
            runtime.kill();
            assertTrue(runtime.goneWithin() < LEAVES_WITHIN_MS);
        }
    }

    @Test
    void a_runtime_that_is_stopped_and_continued_keeps_its_children() throws Exception {
        try (DoomedRuntime runtime = DoomedRuntime.start(folder, Protected.WHOLLY, 1, FAMILY)) {
            runtime.signal("STOP");
            assertTrue(!new CountDownLatch(1).await(2, TimeUnit.SECONDS));
            runtime.signal("CONT");
            assertEquals(2, runtime.running().size());
            runtime.kill();
            assertTrue(runtime.goneWithin() < LEAVES_WITHIN_MS);
        }
    }

    @Test
    void a_runtime_never_touches_the_children_of_another() throws Exception {
        try (DoomedRuntime first = DoomedRuntime.start(folder.resolve("1"), Protected.WHOLLY, 1, FAMILY);
                DoomedRuntime second = DoomedRuntime.start(folder.resolve("2"), Protected.WHOLLY, 1, FAMILY)) {
            first.kill();
            first.goneWithin();
            assertEquals(2, second.running().size());
            assertEquals(1, records(folder.resolve("2")));
        }
    }

    static long records(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }
}
