// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.paddock.api.SurfaceKind;
import io.paddock.kernel.Rig;
import io.paddock.kernel.process.DoomedRuntime.Protected;
import io.paddock.kernel.work.SystemTime;
import io.paddock.spi.LaunchSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds of the runs before it. */
class LeftoversTest {
    private static final String FAMILY = "trap '' TERM; sleep 600 & echo $!; while :; do sleep 600; done";
    private static final ProcessIdentity DEAD = new ProcessIdentity(999_999_999, "never");

    private final List<Process> strangers = new ArrayList<>();
    private final Mark mark = new Mark(Mark.newRun(), 7);
    private ChildRecords records;

    @TempDir
    Path folder;

    @BeforeEach
    void requireLinux() {
        boolean there = ProcessTable.showsMarks();
        if (!there && "all".equals(System.getenv("PADDOCK_REQUIRE"))) {
            fail("this test needs Linux");
        }
        Assumptions.assumeTrue(there, "needs Linux, where the environment of a process can be read");
        records = new ChildRecords(folder);
    }

    @AfterEach
    void endStrangers() {
        strangers.forEach(Process::destroyForcibly);
    }

    private List<Leftover> start() {
        return new Leftovers(records).end();
    }

    /** A process, with that mark or without any. */
    private ProcessHandle process(Mark carried) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        if (carried != null) {
            builder.environment().put(Mark.NAME, carried.toString());
        }
        Process process = builder.start();
        strangers.add(process);
        ProcessHandle handle = process.toHandle();
        Rig.await("the program", () -> handle.info().command().orElse("").endsWith("sleep"));
        return handle;
    }

    private void write(ProcessIdentity owner, ProcessIdentity child) {
        records.write(new ChildRecord(mark, "fake-1", owner, child, List.of("600")));
    }

    @Test
    void what_a_killed_run_left_is_ended_with_its_children_also_when_it_was_stopped() throws Exception {
        try (DoomedRuntime runtime = DoomedRuntime.start(folder, Protected.NOT_AT_ALL, 2, FAMILY)) {
            DoomedRuntime.signal(runtime.children.get(0), "STOP");
            runtime.kill();
            assertEquals(4, runtime.running().size(), "nothing protects them in this test");

            List<Leftover> ended = start();

            assertEquals(List.of(), runtime.running());
            assertEquals(2, ended.size());
            TreeSet<Long> pids = new TreeSet<>();
            ended.forEach(one -> pids.addAll(one.pids()));
            TreeSet<Long> wanted = new TreeSet<>();
            runtime.children.forEach(child -> wanted.add(child.pid()));
            assertTrue(pids.containsAll(wanted), pids + " " + wanted);
            assertTrue(ended.stream().allMatch(Leftover::gone));
            assertEquals(0, NoOrphanTest.records(folder));
            assertEquals(List.of(), start());
        }
    }

    @Test
    void a_grandchild_whose_parent_is_gone_is_known_by_its_mark() throws Exception {
        try (DoomedRuntime runtime = DoomedRuntime.start(folder, Protected.NOT_AT_ALL, 1, FAMILY)) {
            DoomedRuntime.signal(runtime.children.get(0), "KILL");
            runtime.kill();
            Rig.await("the parent to go", () -> runtime.running().size() == 1);
            assertEquals(1, start().size());
            assertEquals(List.of(), runtime.running());
        }
    }

    @Test
    void the_children_of_a_runtime_that_runs_are_left_alone() throws Exception {
        try (DoomedRuntime runtime = DoomedRuntime.start(folder, Protected.NOT_AT_ALL, 1, FAMILY)) {
            assertEquals(List.of(), start());
            assertEquals(2, runtime.running().size());
            assertEquals(1, NoOrphanTest.records(folder));
        }
    }

    @Test
    void an_owner_that_cannot_be_told_from_another_counts_as_running() throws Exception {
        ProcessHandle owner = process(null);
        ProcessHandle child = process(mark);
        write(new ProcessIdentity(owner.pid(), ""), ProcessIdentity.of(child));
        assertEquals(List.of(), start());
        assertTrue(child.isAlive());
    }

    @Test
    void number_start_and_mark_must_all_be_right() throws Exception {
        ProcessHandle unmarked = process(null);
        ProcessHandle other = process(new Mark(mark.run(), 8));
        for (ProcessHandle one : List.of(unmarked, other)) {
            write(DEAD, ProcessIdentity.of(one));
            assertEquals(List.of(), start());
            assertTrue(one.isAlive());
            assertEquals(1, NoOrphanTest.records(folder), "what may still run is not forgotten");
        }
        write(DEAD, new ProcessIdentity(other.pid(), "another time"));
        assertEquals(List.of(), start());
        assertTrue(other.isAlive());
        assertEquals(0, NoOrphanTest.records(folder), "its number was given to another process");

        ProcessHandle ours = process(mark);
        write(DEAD, ProcessIdentity.of(ours));
        assertEquals(List.of(new Leftover("fake-1", List.of(ours.pid()), true)), start());
        assertFalse(ProcessTable.runs(ours));
    }

    @Test
    void one_that_was_started_but_not_written_down_any_more_is_found_by_its_mark() throws Exception {
        ProcessHandle child = process(mark);
        write(DEAD, null);
        assertEquals(1, start().size());
        assertFalse(ProcessTable.runs(child));
    }

    @Test
    void damaged_records_and_other_files_do_no_harm() throws Exception {
        Files.writeString(folder.resolve("readme.child"), "pid=1");
        Files.writeString(folder.resolve(mark + ".child"), "pid=x\nowner_pid=\nstart=\\u00zz");
        assertEquals(List.of(), start());
        Files.writeString(folder.resolve(mark + ".child"), "pid=1\nstart=0");
        assertEquals(List.of(), start());
        assertEquals(List.of(), new Leftovers(new ChildRecords(null)).end());
        assertEquals(List.of(), new Leftovers(new ChildRecords(folder.resolve("none"))).end());
    }

    @Test
    void a_record_reads_back_as_it_was_written() {
        ChildRecord one = new ChildRecord(
                mark, "fake-1", DEAD, ProcessIdentity.of(ProcessHandle.current()), List.of("--port", "1 2", "ä\\="));
        assertEquals(one, ChildRecord.parse(mark, one.text()));
        assertEquals(Optional.of(ProcessHandle.current()), one.child().find());
        assertEquals(mark, Mark.parse(mark.toString()));
        assertNotEquals(Mark.newRun(), Mark.newRun());
    }

    @Test
    void where_no_environment_can_be_read_the_arguments_are_the_mark() {
        ChildRecord one = new ChildRecord(mark, "fake-1", DEAD, DEAD, List.of("--port", "4711"));
        assertTrue(one.fits(new String[] {"--port", "4711"}));
        assertTrue(one.fits(new String[] {"/usr/bin/wrapper", "--port", "4711"}));
        assertFalse(one.fits(new String[] {"--port", "4712"}));
        assertFalse(one.fits(new String[] {"4711"}));
        assertFalse(one.fits(new String[0]));
        assertFalse(new ChildRecord(mark, "fake-1", DEAD, DEAD, List.of()).fits(new String[] {"x"}));
    }

    @Test
    void a_start_waits_until_they_are_gone() throws Exception {
        ProcessHandle ours = process(mark);
        write(DEAD, ProcessIdentity.of(ours));
        SystemTime time = new SystemTime();
        try (Launcher launcher = new Launcher(time, records, Protection.guardedAlone(null))) {
            var ended = launcher.endLeftovers();
            LaunchSpec spec = new LaunchSpec(List.of("true"), null, Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
            launcher.launch("fake-2", spec, new ProcessOutput("fake-2")).get(20, TimeUnit.SECONDS);
            assertTrue(ended.isDone());
            assertFalse(ProcessTable.runs(ours));
        } finally {
            time.close();
        }
    }
}
