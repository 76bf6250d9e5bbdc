// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The launcher of the unpacked archive, on the JDK of the build and on the newest one. */
class LauncherIT {
    private static final int FIRST_THAT_TRIMS = 23;

    @Test
    void it_starts_serves_verbs_and_stops_on_the_jdk_of_the_build() throws Exception {
        wholeLife(Jdk.running());
    }

    @Test
    void it_starts_serves_verbs_and_stops_on_the_newest_jdk() throws Exception {
        wholeLife(Requirement.need(
                Jdk.newest(), "no JDK newer than " + Jdk.running() + " was found; PADDOCK_NEWEST_JDK may name one"));
    }

    private static void wholeLife(Jdk jdk) throws Exception {
        try (Paddock paddock = Paddock.unpacked("launcher", jdk, Map.of())) {
            assertEquals(3, paddock.launcher("status").exit());
            Finished start = paddock.launcher("start");
            assertEquals(0, start.exit(), start.output());
            assertTrue(start.output().contains("http://127.0.0.1:" + paddock.port()), start.output());

            assertEquals(0, paddock.launcher("status").exit());
            assertEquals(200, paddock.get("/readyz").status());
            Finished backends = paddock.launcher("exec", "paddock:backends");
            assertEquals(0, backends.exit(), backends.output());
            assertTrue(backends.output().contains("llamacpp"), backends.output());
            assertEquals(2, paddock.launcher("exec", "paddock:nonsense").exit());
            assertEquals(
                    1, paddock.launcher("exec", "paddock:stop no-such-instance").exit());
            Finished chat = paddock.launcher("exec", "paddock:chat --max-tokens 60 'What is Paddock?'");
            assertEquals(0, chat.exit(), chat.output());
            assertTrue(chat.output().contains("Paddock"), chat.output());

            assertEquals("rw-------", permissions(paddock.home().resolve("data/paddock/admin.token")));
            assertOnlyLoopback(paddock.pid());
            assertGivesMemoryBack(jdk, paddock.pid());
            long pid = paddock.pid();
            Finished stop = paddock.launcher("stop");
            assertEquals(0, stop.exit(), stop.output());
            assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false), "still alive");
            assertEquals(3, paddock.launcher("status").exit());
        }
    }

    @Test
    void a_taken_port_is_said_before_anything_starts() throws Exception {
        try (Paddock paddock = Paddock.unpacked("taken", Jdk.running(), Map.of());
                ServerSocket holder = new ServerSocket(paddock.port(), 1, InetAddress.getLoopbackAddress())) {
            Finished start = paddock.launcher("start");
            assertEquals(1, start.exit(), start.output());
            assertTrue(start.output().contains(Integer.toString(holder.getLocalPort())), start.output());
            assertTrue(start.output().contains("PADDOCK_PORT"), start.output());
        }
    }

    @Test
    void help_and_unknown_verbs_answer_without_a_runtime() throws Exception {
        try (Paddock paddock = Paddock.unpacked("help", Jdk.running(), Map.of())) {
            Finished help = paddock.launcher("help");
            assertEquals(0, help.exit(), help.output());
            for (String verb :
                    List.of("demo", "run", "start", "stop", "status", "console", "logs", "exec", "version", "help")) {
                assertTrue(help.output().contains(verb), verb + " is not in: " + help.output());
            }
            assertEquals(2, paddock.launcher("frobnicate").exit());
            assertEquals(0, paddock.launcher("version").exit());
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Every listening socket of this machine that the process holds is bound to a loopback address. */
    private static void assertOnlyLoopback(long pid) throws IOException {
        List<String> inodes;
        try (var links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            inodes = links.map(LauncherIT::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring(8, target.length() - 1))
                    .toList();
        }
        int listening = 0;
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] words = line.trim().split("\\s+", -1);
                if (words.length > 9 && words[3].equals("0A") && inodes.contains(words[9])) {
                    listening++;
                    String address = words[1].split(":", -1)[0];
                    assertTrue(
                            address.equals("0100007F")
                                    || address.equals("0000000000000000FFFF00000100007F")
                                    || address.equals("00000000000000000000000001000000"),
                            "listens on " + words[1]);
                }
            }
        }
        assertTrue(listening >= 1, "found no listening socket of " + pid);
    }

    /** What the C library only keeps, where the JVM can give it back. */
    private static void assertGivesMemoryBack(Jdk jdk, long pid) throws IOException {
        String command = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        if (jdk.feature() >= FIRST_THAT_TRIMS) {
            assertTrue(command.contains("-XX:TrimNativeHeapInterval="), command.replace('\0', ' '));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }
}
