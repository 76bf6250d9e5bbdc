// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.SurfaceKind;
import io.paddock.kernel.Rig;
import io.paddock.kernel.work.SystemTime;
import io.paddock.spi.LaunchSpec;
import io.paddock.spi.OutputLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {
    private final SystemTime time = new SystemTime();
    private final Launcher launcher = new Launcher(time, null);
    private final ProcessOutput output = new ProcessOutput("fake-1");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        launcher.close();
        time.close();
    }

    private static LaunchSpec spec(Map<String, String> environment, String... command) {
        return new LaunchSpec(List.of(command), null, environment, Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
    }

    private static LaunchSpec shell(String line) {
        return spec(Map.of(), "sh", "-c", line);
    }

    private ChildProcess launch(LaunchSpec spec) throws Exception {
        return launcher.launch("fake-1", spec, output).get(20, TimeUnit.SECONDS);
    }

    private InferenceException refusal(LaunchSpec spec) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> launch(spec));
        return (InferenceException) failed.getCause();
    }

    private List<String> lines() {
        return output.last(200).stream().map(OutputLine::text).toList();
    }

    @Test
    void both_streams_are_read_and_the_exit_is_a_value() throws Exception {
        ChildProcess child = launch(shell("echo out; echo err >&2; exit 3"));
        ExitFacts facts = child.exited().get(20, TimeUnit.SECONDS);
        assertEquals(new ExitFacts(3), facts);
        assertEquals("ended with exit code 3", facts.inWords());
        assertEquals(Set.of("out", "err"), Set.copyOf(lines()));
    }

    @Test
    void port_and_secret_are_filled_in_and_the_child_is_marked() throws Exception {
        LaunchSpec spec = spec(
                Map.of("KEY", "{secret}", "URL", "http://127.0.0.1:{port}"),
                "sh",
                "-c",
                "echo $0 $KEY $URL $PADDOCK_INSTANCE '{secret}'",
                "{port}");
        List<String> heard = new CopyOnWriteArrayList<>();
        output.relay().attach(line -> heard.add(line.text()));
        ChildProcess child = launch(spec);
        child.exited().get(20, TimeUnit.SECONDS);
        output.relay().detach().get(20, TimeUnit.SECONDS);
        String port = Integer.toString(child.launched().port());
        String secret = child.launched().secret();
        assertTrue(secret.matches("[0-9a-f]{64}"), secret);
        assertNotEquals("0", port);
        assertEquals(List.of(port + " *** http://127.0.0.1:" + port + " fake-1 {secret}"), lines());
        assertEquals(
                List.of(port + " " + secret + " http://127.0.0.1:" + port + " fake-1 {secret}"),
                heard,
                "a secret is never put into a word of the command, where everybody could read it");
        assertFalse(child.launched().toString().contains(secret));
    }

    @Test
    void a_launch_that_wants_neither_gets_neither() throws Exception {
        ChildProcess child = launch(shell("true"));
        assertEquals(0, child.launched().port());
        assertEquals("", child.launched().secret());
    }

    @Test
    void a_child_sees_the_end_of_its_input_only_when_it_is_stopped() throws Exception {
        ChildProcess child = launch(shell("trap '' TERM; echo ready; cat; echo end of input"));
        await(() -> lines().contains("ready"));
        assertFalse(child.exited().isDone());
        assertTrue(child.terminate(Duration.ofSeconds(10), Runnable::run).get(20, TimeUnit.SECONDS));
        child.exited().get(20, TimeUnit.SECONDS);
        assertEquals(List.of("ready", "end of input"), lines());
    }

    @Test
    void a_child_that_has_nothing_to_save_is_killed_unasked() throws Exception {
        ChildProcess child = launch(shell("trap 'echo asked; exit 0' TERM; echo ready; cat; echo end of input"));
        await(() -> lines().contains("ready"));
        var unused = child.terminate(Duration.ZERO, second -> {}); // there is no second step
        assertEquals(
                "was ended by signal 9 (KILL)",
                child.exited().get(20, TimeUnit.SECONDS).inWords());
        assertEquals(List.of("ready"), lines());
    }

    @Test
    void a_tree_that_ignores_the_request_is_killed_with_its_children() throws Exception {
        ChildProcess child =
                launch(shell("trap '' TERM; sh -c 'trap \"\" TERM; echo $$; while :; do sleep 0.2; done' & "
                        + "while :; do sleep 0.2; done"));
        await(() -> !lines().isEmpty());
        ProcessHandle grandchild =
                ProcessHandle.of(Long.parseLong(lines().get(0))).orElseThrow();
        assertTrue(child.terminate(Duration.ofMillis(200), Runnable::run).get(20, TimeUnit.SECONDS));
        ExitFacts facts = child.exited().get(20, TimeUnit.SECONDS);
        assertEquals("was ended by signal 9 (KILL)", facts.inWords());
        assertFalse(
                grandchild.isAlive() && grandchild.info().command().isPresent(),
                "what is left of it, if anything, waits to be collected by its parent");
    }

    @Test
    void a_program_that_is_missing_is_named_in_the_log_only() {
        InferenceException refused =
                refusal(spec(Map.of(), folder.resolve("no-such-program").toString()));
        assertEquals(ErrorCode.LAUNCH_FAILED, refused.code());
        assertTrue(refused.getMessage().contains("does not exist"), refused.getMessage());
        assertFalse(refused.getMessage().contains(folder.toString()), "no path reaches a client");
        assertTrue(
                refusal(spec(Map.of(), "no-such-program-anywhere")).getMessage().contains("not on the PATH"));
    }

    @Test
    void a_program_that_may_not_be_run_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("plain.txt"), "not a program");
        assertTrue(refusal(spec(Map.of(), file.toString())).getMessage().contains("not executable"));
    }

    @Test
    void a_missing_working_directory_is_refused() {
        LaunchSpec spec =
                new LaunchSpec(List.of("sh"), folder.resolve("gone"), Map.of(), Set.of(), SurfaceKind.LOCAL_SUBPROCESS);
        assertTrue(refusal(spec).getMessage().contains("working directory"));
    }

    @Test
    void another_surface_is_refused_and_not_ignored() {
        LaunchSpec spec = new LaunchSpec(List.of("sh"), null, Map.of(), Set.of(), SurfaceKind.SSH_EXEC);
        assertEquals(ErrorCode.UNSUPPORTED_EXECUTION_SURFACE, refusal(spec).code());
    }

    @Test
    void a_flood_without_a_line_end_does_not_stop_the_child() throws Exception {
        ChildProcess child = launch(shell("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo done"));
        assertEquals(new ExitFacts(0), child.exited().get(20, TimeUnit.SECONDS));
        assertTrue(lines().contains("done"));
        assertTrue(output.lastWords().stream().allMatch(word -> word.length() <= 300));
    }

    @Test
    void a_flood_on_one_stream_pushes_nothing_out_of_the_other() throws Exception {
        ChildProcess child =
                launch(shell("echo precious; i=0; while [ $i -lt 5000 ]; do echo flood $i; i=$((i+1)); done >&2"));
        child.exited().get(20, TimeUnit.SECONDS);
        assertTrue(lines().contains("flood 4999"));
        List<NumberedLine> kept = output.lines();
        assertTrue(kept.stream().anyMatch(one -> one.line().text().equals("precious")), "it was pushed out");
        assertTrue(kept.size() <= 2 * Tail.KEPT);
    }

    @Test
    void bytes_that_are_no_text_cost_nothing_but_their_meaning() throws Exception {
        ChildProcess child = launch(shell("head -c 2000000 /dev/urandom; head -c 2000000 /dev/urandom >&2; exit 4"));
        assertEquals(new ExitFacts(4), child.exited().get(20, TimeUnit.SECONDS));
        int characters = output.lines().stream()
                .mapToInt(one -> one.line().text().length())
                .sum();
        assertTrue(characters <= 2 * Tail.CHARACTERS, "kept: " + characters);
    }

    @Test
    void a_child_that_crashes_does_not_leave_its_own_children_behind() throws Exception {
        Assumptions.assumeTrue(ProcessTable.showsMarks(), "needs Linux, where grandchildren are known by their mark");
        ChildProcess child = launch(shell("sleep 600 & echo $!; kill -SEGV $$"));
        assertEquals(
                "was ended by signal 11 (SEGV)",
                child.exited().get(20, TimeUnit.SECONDS).inWords());
        ProcessHandle grandchild =
                ProcessHandle.of(Long.parseLong(lines().get(0))).orElseThrow();
        assertTrue(ProcessTable.runs(grandchild));
        assertTrue(launcher.end(child, Duration.ofSeconds(5), Runnable::run).get(20, TimeUnit.SECONDS));
        assertFalse(ProcessTable.runs(grandchild));
    }

    @Test
    void a_stopped_child_is_killed() throws Exception {
        ChildProcess child = launch(shell("echo ready; exec sleep 600"));
        await(() -> lines().contains("ready"));
        ProcessHandle process = ProcessHandle.of(child.launched().pid()).orElseThrow();
        DoomedRuntime.signal(process, "STOP");
        assertTrue(launcher.end(child, Duration.ofMillis(100), Runnable::run).get(20, TimeUnit.SECONDS));
        assertFalse(ProcessTable.runs(process));
    }

    @Test
    void a_program_for_another_machine_says_so() throws Exception {
        byte[] header = new byte[64];
        System.arraycopy(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1, 0}, 0, header, 0, 8);
        header[16] = 2;
        header[18] = (byte) 0xF3; // RISC-V
        Path program = Files.write(folder.resolve("foreign"), header);
        assertTrue(program.toFile().setExecutable(true));
        InferenceException refused = refusal(spec(Map.of(), program.toString()));
        assertEquals(ErrorCode.LAUNCH_FAILED, refused.code());
        assertTrue(refused.getMessage().contains("another kind of machine"), refused.getMessage());
        assertFalse(refused.getMessage().contains(folder.toString()), "no path reaches a client");
    }

    @Test
    void a_child_is_written_down_while_anything_of_it_runs() throws Exception {
        Path records = folder.resolve("children");
        try (Launcher writing = new Launcher(time, records)) {
            ChildProcess child = writing.launch("fake-1", shell("echo $PADDOCK_CHILD; exec sleep 600"), output)
                    .get(20, TimeUnit.SECONDS);
            await(() -> !lines().isEmpty());
            ChildRecord record = new ChildRecords(records).read().get(0);
            assertEquals(lines().get(0), record.mark().toString());
            assertEquals("fake-1", record.instance());
            assertEquals(
                    child.launched().pid(), record.child().find().orElseThrow().pid());
            assertEquals(ProcessHandle.current(), record.owner().find().orElseThrow());
            writing.end(child, Duration.ofSeconds(5), Runnable::run).get(20, TimeUnit.SECONDS);
            assertEquals(List.of(), new ChildRecords(records).read());
            assertEquals(0, NoOrphanTest.records(records));
        }
    }

    @Test
    void a_folder_that_cannot_be_written_stops_no_start() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        try (Launcher writing = new Launcher(time, file.resolve("children"))) {
            ChildProcess child =
                    writing.launch("fake-1", shell("exit 0"), output).get(20, TimeUnit.SECONDS);
            assertEquals(new ExitFacts(0), child.exited().get(20, TimeUnit.SECONDS));
        }
    }

    private static void await(BooleanSupplier condition) {
        Rig.await("the child", condition);
    }
}
