// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Event;
import io.paddock.api.EventQuery;
import io.paddock.api.EventType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A kernel that starts tells what it found of an earlier run. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs processes whose environment can be read")
class RuntimeLeftoversTest {
    private static final String MARK = "0123456789abcdef0123456789abcdef.1";

    @TempDir
    Path folder;

    @Test
    void what_was_ended_is_an_event() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("PADDOCK_CHILD", MARK);
        Process left = builder.start();
        Files.createDirectories(folder.resolve("children"));
        Files.writeString(
                folder.resolve("children").resolve(MARK + ".child"),
                "instance=fake-abc-1\nowner_pid=999999999\nowner_start=x");
        try (Rig rig = new Rig(folder)) {
            EventQuery first = new EventQuery(0, 10, null, EventQuery.MAX_PATIENCE);
            Event told = Rig.get(rig.events.read(first)).items().get(0);
            assertEquals(EventType.LEFTOVER_ENDED, told.type());
            assertTrue(told.cause().contains("process " + left.pid() + " of fake-abc-1"), told.cause());
            assertTrue(left.waitFor(10, TimeUnit.SECONDS), "it runs on");
        } finally {
            left.destroyForcibly();
        }
    }

    @Test
    void a_kernel_that_goes_leaves_no_record() throws IOException {
        try (Rig rig = new Rig(folder)) {
            rig.with(new FakeBackend("fake").spawning("sh", "-c", "exec sleep 600"));
            rig.ensure("fake");
            assertEquals(1, records().size());
        }
        assertEquals(List.of(), records());
    }

    private List<Path> records() throws IOException {
        try (var files = Files.list(folder.resolve("children"))) {
            return files.toList();
        }
    }
}
