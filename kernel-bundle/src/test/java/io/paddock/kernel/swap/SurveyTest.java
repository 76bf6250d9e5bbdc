// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.HealthStatus;
import io.paddock.api.InstanceSnapshot;
import io.paddock.api.InstanceState;
import io.paddock.api.ManagementMode;
import io.paddock.api.StartupKind;
import io.paddock.api.SwapStrategy;
import io.paddock.kernel.instance.Succession.Incumbent;
import io.paddock.kernel.swap.Choice.Situation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of machine and instances, and how a swap goes because of it. */
class SurveyTest {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration LONG = Duration.ofSeconds(9);
    private static final long MIB = 1 << 20;
    private static final int ROOM = 5;

    @TempDir
    Path proc;

    private final Map<String, InstanceSnapshot> instances = new HashMap<>();
    private Survey survey;

    @BeforeEach
    void make() {
        survey = new Survey(
                id -> Optional.ofNullable(instances.get(id)), () -> ROOM, new Memory(proc, proc.resolve("no groups")));
    }

    private void left(long mib) throws IOException {
        Files.writeString(proc.resolve("meminfo"), "MemAvailable: " + mib * 1024 + " kB\n");
    }

    private void taking(long pid, long mib) throws IOException {
        Path own = Files.createDirectory(proc.resolve(Long.toString(pid)));
        Files.writeString(own.resolve("status"), "VmRSS: " + mib * 1024 + " kB\n");
    }

    /**
     * @param pid or null when it has no process of its own
     * @param load or null when it is not ready yet
     */
    private void instance(String id, Long pid, Duration load) {
        instance(id, StartupKind.SPAWNED, pid, load);
    }

    private void instance(String id, StartupKind kind, Long pid, Duration load) {
        instances.put(
                id,
                new InstanceSnapshot(
                        id,
                        "fake",
                        "1.0.0",
                        "tiny",
                        kind,
                        ManagementMode.RUNTIME_MANAGED,
                        load == null ? InstanceState.STARTING : InstanceState.READY,
                        HealthStatus.HEALTHY,
                        null,
                        0,
                        null,
                        1,
                        pid,
                        MADE,
                        load == null ? null : MADE.plus(load),
                        null,
                        Map.of()));
    }

    private Situation situation(long least, String... ids) {
        return survey.of(
                Stream.of(ids)
                        .map(id -> new Incumbent(id, null, null, "tiny", 1, true, true, null))
                        .toList(),
                least);
    }

    private Choice choice(long least, String... ids) {
        return Choice.of(null, situation(least, ids));
    }

    /** Two processes with 500 MiB together. */
    private void two() throws IOException {
        taking(11, 300);
        taking(12, 200);
        instance("a", 11L, LONG);
        instance("b", 12L, SHORT);
    }

    @Test
    void all_old_processes_count_and_the_slowest_load() throws IOException {
        two();
        left(700);
        assertEquals(new Situation(2, ROOM, 500 * MIB, 700 * MIB, LONG), situation(0, "a", "b"));
    }

    @Test
    void with_as_much_left_as_they_take_nobody_waits() throws IOException {
        two();
        left(500);
        Choice choice = choice(0, "a", "b");
        assertEquals(SwapStrategy.SIDE_BY_SIDE, choice.strategy(), choice.because());
        assertEquals(Duration.ZERO, choice.gap());
    }

    @Test
    void with_less_left_than_they_take_the_old_ones_go_first_and_the_gap_is_the_slowest_load() throws IOException {
        two();
        left(499);
        Choice choice = choice(0, "a", "b");
        assertEquals(SwapStrategy.DRAIN_STOP_START, choice.strategy());
        assertEquals(LONG, choice.gap());
        assertTrue(choice.because().contains("500 MiB, and 499 MiB are left"), choice.because());
    }

    @Test
    void what_the_candidates_take_at_least_counts_when_it_is_more() throws IOException {
        two();
        left(600);
        assertEquals(SwapStrategy.SIDE_BY_SIDE, choice(400 * MIB, "a", "b").strategy());
        assertEquals(500 * MIB, situation(400 * MIB, "a", "b").need());
        assertEquals(SwapStrategy.DRAIN_STOP_START, choice(601 * MIB, "a", "b").strategy());
    }

    @Test
    void what_has_no_process_or_has_gone_takes_nothing_and_still_is_to_be_replaced() throws IOException {
        left(1);
        instance("attached", StartupKind.ATTACH_EXISTING_SERVICE, null, SHORT);
        instance("dead", 99L, LONG);
        assertEquals(new Situation(3, ROOM, 0, MIB, LONG), situation(0, "attached", "dead", "struck off"));
        assertEquals(
                SwapStrategy.SIDE_BY_SIDE,
                choice(0, "attached", "dead", "struck off").strategy());
    }

    @Test
    void an_engine_inside_the_runtime_takes_at_most_what_the_runtime_takes() throws IOException {
        Files.writeString(Files.createDirectory(proc.resolve("self")).resolve("status"), "VmRSS: 409600 kB\n");
        two();
        left(799);
        instance("c", StartupKind.EMBEDDED, null, SHORT);
        instance("d", StartupKind.EMBEDDED, null, SHORT);
        assertEquals(900 * MIB, situation(0, "a", "b", "c", "d").need());
        assertEquals(
                SwapStrategy.DRAIN_STOP_START, choice(0, "a", "b", "c", "d").strategy());
        assertEquals(SwapStrategy.SIDE_BY_SIDE, choice(0, "c", "d").strategy());
    }

    @Test
    void more_instances_than_there_may_be_go_first_however_much_memory_is_left() throws IOException {
        left(1_000_000);
        Choice choice = choice(0, "1", "2", "3", "4", "5", "6");
        assertEquals(SwapStrategy.DRAIN_STOP_START, choice.strategy());
        assertTrue(choice.because().contains("5 more instances, and 6 candidates"), choice.because());
    }

    @Test
    void one_that_is_not_ready_yet_does_not_say_how_long_a_load_takes() throws IOException {
        taking(11, 300);
        instance("a", 11L, null);
        left(1);
        Choice alone = choice(0, "a");
        assertEquals(SwapStrategy.DRAIN_STOP_START, alone.strategy());
        assertNull(alone.gap(), "it is not known");
        instance("b", null, SHORT);
        assertEquals(SHORT, choice(0, "a", "b").gap());
    }

    @Test
    void where_the_machine_does_not_tell_memory_decides_nothing() {
        instance("a", 11L, SHORT);
        assertEquals(new Situation(1, ROOM, 8 * MIB, -1, SHORT), situation(8 * MIB, "a"));
        assertEquals(SwapStrategy.SIDE_BY_SIDE, choice(8 * MIB, "a").strategy());
    }
}
