// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container may have less left than its machine. */
class ControlGroupsTest {
    private static final String UNLIMITED = "9223372036854771712"; // as version 1 says it

    @TempDir
    Path root;

    private Path proc;
    private Path groups;

    @BeforeEach
    void make() throws IOException {
        proc = Files.createDirectories(root.resolve("proc"));
        groups = Files.createDirectories(root.resolve("groups"));
        Files.writeString(proc.resolve("meminfo"), "MemAvailable: 1024 kB\n");
    }

    private void in(String lines) throws IOException {
        Files.writeString(Files.createDirectories(proc.resolve("self")).resolve("cgroup"), lines);
    }

    private void two(String folder, String max, long current, String stat) throws IOException {
        Path group = Files.createDirectories(groups.resolve(folder));
        Files.writeString(group.resolve("memory.max"), max + "\n");
        Files.writeString(group.resolve("memory.current"), current + "\n");
        Files.writeString(group.resolve("memory.stat"), stat);
    }

    private void one(String folder, String limit, long usage, String stat) throws IOException {
        Path group = Files.createDirectories(groups.resolve("memory").resolve(folder));
        Files.writeString(group.resolve("memory.limit_in_bytes"), limit + "\n");
        Files.writeString(group.resolve("memory.usage_in_bytes"), usage + "\n");
        Files.writeString(group.resolve("memory.stat"), stat);
    }

    private OptionalLong available() {
        return new ControlGroups(proc, groups).available();
    }

    private long ofAll() {
        return new Memory(proc, groups).available().orElseThrow();
    }

    @Test
    void files_that_are_only_kept_at_hand_are_as_good_as_free() throws IOException {
        in("0::/\n");
        two("", "1000", 900, "anon 300\nfile 600\nactive_file 250\ninactive_file 300\nslab_reclaimable 20\n");
        assertEquals(OptionalLong.of(1000 - 900 + 250 + 300 + 20), available());
        assertEquals(670, ofAll(), "less than what the machine has left");
    }

    @Test
    void the_tightest_of_the_groups_above_counts() throws IOException {
        in("0::/pods/mine\n");
        two("pods", "5000", 4900, "active_file 10\n");
        two("pods/mine", "2000", 500, "");
        assertEquals(OptionalLong.of(110), available());
    }

    @Test
    void without_a_limit_the_machine_decides() throws IOException {
        in("0::/mine\n");
        two("mine", "max", 500, "");
        assertEquals(OptionalLong.empty(), available());
        assertEquals(1 << 20, ofAll());
    }

    @Test
    void a_limit_beyond_what_the_machine_has_decides_nothing() throws IOException {
        in("0::/mine\n");
        two("mine", "100000000", 0, "");
        assertEquals(1 << 20, ofAll());
    }

    @Test
    void one_that_takes_more_than_it_may_has_nothing_left() throws IOException {
        in("0::/mine\n");
        two("mine", "500", 800, "");
        assertEquals(OptionalLong.of(0), available());
    }

    @Test
    void version_1_has_the_memory_where_it_names_it() throws IOException {
        in("9:name=systemd:/\n4:cpu,memory:/mine\n0::/\n");
        two("", "1", 0, "");
        one("", UNLIMITED, 100, "");
        one("mine", "1000", 900, "cache 500\nactive_file 1\ntotal_active_file 30\ntotal_inactive_file 400\n");
        assertEquals(OptionalLong.of(530), available());
    }

    @Test
    void in_a_container_the_topmost_that_is_seen_is_its_own() throws IOException {
        in("4:memory:/docker/0123456789ab\n");
        one("", "3000", 1000, "");
        assertEquals(OptionalLong.of(2000), available());
        in("0::/../elsewhere\n");
        two("", "700", 100, "");
        assertEquals(OptionalLong.of(600), available());
    }

    @Test
    void what_is_not_told_plainly_is_not_known() throws IOException {
        assertEquals(OptionalLong.empty(), available(), "no Linux");
        in("\n0\n0::\n::::\n");
        assertEquals(OptionalLong.empty(), available());
        in("0::/mine\n");
        two("mine", "many", 0, "");
        assertEquals(OptionalLong.empty(), available());
        two("mine", "100", 40, "active_file lots\n");
        assertEquals(OptionalLong.of(60), available());
    }
}
