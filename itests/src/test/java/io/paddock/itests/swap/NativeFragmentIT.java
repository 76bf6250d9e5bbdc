// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.KarafShell;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The native library of the workers is updated from the console while clients stream from them. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "updates the fragment for Linux on x86-64")
@EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Karaf has no console over ssh on Java 24 and newer")
class NativeFragmentIT {
    private static final String FRAGMENT = "io.paddock.backend.llamacpp.natives.linux-x86_64";
    private static final int LONG = 3000; // characters of an answer that goes on to its last token
    private static final Pattern NATIVES = Pattern.compile("lib\\.path=\\S*/engines/([0-9a-f]{64})/native");

    @TempDir
    Path folder;

    private static JsonNode instance(Paddock paddock) throws Exception {
        return ServingInstance.of(paddock, "paddock-demo");
    }

    private static ProcessHandle worker(JsonNode instance) {
        return ProcessHandle.of(instance.at("/pid").asLong()).orElseThrow();
    }

    /** Name of the folder with the natives that a worker runs from. */
    private static String natives(ProcessHandle worker) throws Exception {
        String command = Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline"));
        Matcher folder = NATIVES.matcher(command);
        assertTrue(folder.find(), command);
        return folder.group(1);
    }

    @Test
    void old_workers_finish_on_the_old_library_and_new_ones_run_from_the_new_one() throws Exception {
        int port = Paddock.freePort();
        try (Paddock paddock = Paddock.unpacked(
                "native-fragment",
                Jdk.running(),
                Map.of("PADDOCK_LLAMACPP_ENGINE", "worker", "PADDOCK_SSH_PORT", Integer.toString(port)))) {
            KeyPair key = KarafShell.letIn(paddock.home());
            assertEquals(0, paddock.launcher("start").exit());
            Path next = RevisedJar.with(
                    RevisedJar.shipped(paddock.home(), "llamacpp-natives-linux-x86_64"),
                    folder,
                    "0.1.1",
                    Map.of("native/linux-x86_64/BUILD.txt", "another build"));
            String after;
            try (KarafShell shell = KarafShell.open(key, port);
                    StreamingClients clients = new StreamingClients(paddock, Questions.toTheDemo(paddock), 4)) {
                after = update(paddock, shell, next);
                int soFar = clients.whole();
                Eventually.holds("the clients to go on", () -> clients.whole() > soFar + 10);
                assertEquals(List.of(), clients.failures());
                System.out.println("Streams during the update of a fragment, whole and right: " + clients.whole());
            }
            assertEquals(0, paddock.launcher("stop").exit());
            assertEquals(0, paddock.launcher("start").exit());
            assertEquals(after, natives(worker(instance(paddock))), "a restart keeps it");
        }
    }

    private static String update(Paddock paddock, KarafShell shell, Path next) throws Exception {
        JsonNode first = instance(paddock);
        ProcessHandle old = worker(first);
        String before = natives(old);
        System.out.println(shell.run("bundle:update " + FRAGMENT + " " + next.toUri()));
        assertEquals(before, natives(worker(instance(paddock))), "until the host is refreshed nothing is new");
        try (HeldStream held = HeldStream.open(paddock, old, HeldStream.TALE)) {
            long began = System.nanoTime();
            System.out.println(shell.run("bundle:refresh io.paddock.backend.llamacpp.engine"));
            Eventually.holds(
                    "another instance",
                    () -> !instance(paddock).at("/instance_id").equals(first.at("/instance_id")));
            System.out.println("The new one serves after ms: " + (System.nanoTime() - began) / 1_000_000);
            assertTrue(old.isAlive(), "the old one finishes what it has");
            String tale = held.goOn();
            assertTrue(tale.length() > LONG, "whole: " + tale);
        }
        Processes.goneWithin(List.of(old));
        String after = natives(worker(instance(paddock)));
        assertNotEquals(before, after);
        Path engines = paddock.home().resolve("data/paddock/engines");
        assertTrue(Files.exists(engines.resolve(after).resolve("native/BUILD.txt")), after);
        String listed = shell.run("paddock:engines");
        assertTrue(listed.contains("0.1.1"), listed);
        System.out.println(listed);
        return after;
    }
}
