// SPDX-License-Identifier: Apache-2.0
package io.paddock.surface.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.spi.LaunchSpec;
import io.paddock.spi.OutputLine;
import io.paddock.spi.surface.PlacedEnd;
import io.paddock.spi.surface.Said;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SshSurfaceTest {
    @TempDir
    Path folder;

    private SshServerHere server;
    private SshSurface surface;

    @BeforeEach
    void start() throws Exception {
        server = new SshServerHere(folder);
        surface = new SshSurface(server.config(server.port()), Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        surface.close();
        server.close();
    }

    private Placed place(LaunchSpec launch) throws Exception {
        return Placed.on(surface, launch);
    }

    /** A program that answers on its port with what it was told in its environment. */
    private static LaunchSpec listener() {
        return Placed.spec(
                Map.of("GREETING", "hello from {port}"),
                Set.of(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Listener.class.getName(),
                "{port}");
    }

    private static String heard(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void both_streams_are_read_and_the_exit_is_a_value() throws Exception {
        Placed placed = place(Placed.shell("echo out; echo err >&2; exit 3"));
        assertEquals(PlacedEnd.of(3), placed.end());
        assertEquals(List.of("out"), placed.lines());
        assertEquals(List.of("err"), placed.errors());
        assertEquals(0, placed.process.port());
    }

    @Test
    void an_end_by_a_signal_is_told_like_here() throws Exception {
        assertEquals(
                PlacedEnd.of(128 + 11), place(Placed.shell("kill -s SEGV $$")).end());
        assertEquals(
                PlacedEnd.of(128 + 9), place(Placed.shell("kill -s KILL $$")).end());
    }

    @Test
    void hostile_words_arrive_as_they_are() throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/printf", "%s\\0"));
        command.addAll(RemoteLineTest.HOSTILE);
        Placed placed = place(Placed.spec(Map.of(), Set.of(), command.toArray(String[]::new)));
        String said =
                new String(placed.process.stream(OutputLine.Stream.STDOUT).readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(RemoteLineTest.HOSTILE, List.of(said.split("\0", -1)).subList(0, RemoteLineTest.HOSTILE.size()));
    }

    @Test
    void a_secret_is_in_the_environment_and_in_no_command_line() throws Exception {
        String secret = "s3cret-" + System.nanoTime();
        Placed placed = place(
                Placed.spec(Map.of("KEY", secret), Set.of("KEY"), "/bin/sh", "-c", "echo \"$KEY\"; exec sleep 60"));
        assertEquals(secret, placed.line());
        assertTrue(server.commands.stream().noneMatch(line -> line.contains(secret)));
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            assertTrue(all.noneMatch(
                    process -> process.info().commandLine().orElse("").contains(secret)));
        }
        assertTrue(placed.process.end(Duration.ofSeconds(5)).get(9, TimeUnit.SECONDS));
    }

    @Test
    void its_port_there_is_reached_through_one_here() throws Exception {
        Placed placed = place(listener());
        assertEquals("listening", placed.line());
        String said = heard(placed.process.port());
        assertTrue(said.matches("hello from 2\\d{4}|hello from 3\\d{4}"), said);
        assertFalse(said.endsWith(" " + placed.process.port()), "the two ports are not the same");
        assertTrue(placed.process.end(Duration.ofSeconds(5)).get(9, TimeUnit.SECONDS));
        Placed.eventually(5, "the way is closed", () -> {
            try {
                return heard(placed.process.port()).isEmpty();
            } catch (IOException e) {
                return true;
            }
        });
    }

    @Test
    void that_another_one_took_its_port_is_told() throws Exception {
        List<String> java = listener().command();
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "setsid setsid \"$@\" & sleep 3; exit 1", "x"));
        words.addAll(java);
        Placed placed = place(Placed.spec(Map.of("GREETING", "x"), Set.of(), words.toArray(String[]::new)));
        assertEquals("listening", placed.line());
        assertEquals("x", heard(placed.process.port()));
        assertEquals(new PlacedEnd(1, true, ""), placed.end());
    }

    @Test
    void it_may_end_itself_when_asked() throws Exception {
        Placed placed = place(Placed.shell("trap 'echo bye; exit 0' TERM; echo $$; while :; do sleep 0.1; done"));
        String pid = placed.line();
        assertTrue(placed.process.end(Duration.ofSeconds(10)).get(12, TimeUnit.SECONDS));
        assertEquals(PlacedEnd.of(0), placed.end());
        assertEquals(List.of("bye"), placed.lines());
        assertFalse(Placed.alive(pid));
    }

    @Test
    void what_does_not_end_is_killed_with_all_below_it() throws Exception {
        Placed placed = place(Placed.shell(
                "trap '' TERM; setsid sh -c 'echo $$; exec sleep 60' & sh -c 'echo $$; trap \"\" TERM; sleep 60; sleep 60' &"
                        + " echo $$; while :; do sleep 1; done"));
        String[] pids = {placed.line(), placed.line(), placed.line()};
        long start = System.nanoTime();
        assertTrue(placed.process.end(Duration.ofMillis(500)).get(9, TimeUnit.SECONDS));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(4));
        assertEquals(PlacedEnd.of(137), placed.end());
        Placed.goneWithin(2, pids);
    }

    @Test
    void a_flood_that_nobody_reads_costs_bounded_memory_and_not_its_life() throws Exception {
        Placed placed = place(Placed.shell("echo $$; while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"));
        String pid = placed.line();
        Runtime memory = Runtime.getRuntime();
        System.gc();
        long before = memory.totalMemory() - memory.freeMemory();
        InputStream unread = placed.process.stream(OutputLine.Stream.STDOUT);
        Placed.eventually(20, "as much as may wait has come", () -> available(unread) > 1 << 20);
        System.gc();
        assertTrue(memory.totalMemory() - memory.freeMemory() - before < 16 << 20);
        assertTrue(Placed.alive(pid));
        placed.process.end(Duration.ZERO).get(9, TimeUnit.SECONDS);
        Placed.goneWithin(2, pid);
    }

    private static int available(InputStream stream) {
        try {
            return stream.available();
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void a_program_is_asked_and_both_streams_come_together() throws Exception {
        assertEquals(
                new Said(3, "version 1\nbuilt here\n"),
                surface.ask(
                                List.of("/bin/sh", "-c", "echo version 1; echo built here >&2; exit 3"),
                                Duration.ofSeconds(5))
                        .get(9, TimeUnit.SECONDS));
        assertEquals(
                127,
                surface.ask(List.of("no-such-program"), Duration.ofSeconds(5))
                        .get(9, TimeUnit.SECONDS)
                        .status());
    }

    @Test
    void the_end_of_the_surface_is_the_end_of_what_runs_there() throws Exception {
        Placed placed = place(Placed.shell("echo $$; exec sleep 60"));
        String pid = placed.line();
        surface.close();
        assertFalse(placed.end().lost().isEmpty());
        Placed.goneWithin(5, pid);
    }

    @Test
    void nothing_is_left_in_the_file_system() throws Exception {
        place(Placed.shell("true")).end();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    Set.of("identity", "known_hosts"),
                    Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
        }
    }
}
