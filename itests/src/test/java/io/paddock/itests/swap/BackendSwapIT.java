// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.KarafShell;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The llama.cpp backend gets other versions while clients stream from the bundled model. */
class BackendSwapIT {
    private static final Map<String, String> WORKERS = Map.of("PADDOCK_LLAMACPP_ENGINE", "worker");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode swap(Paddock paddock, int exit, String words) throws Exception {
        Finished swap = paddock.launcher("exec", "paddock:swap llamacpp " + words + " --json");
        assertEquals(exit, swap.exit(), swap.output());
        return JSON.readTree(swap.output());
    }

    /** The versions of the backend that there are, the one that serves first. */
    private static List<String> versions(Paddock paddock) throws Exception {
        List<String> versions = new ArrayList<>();
        for (JsonNode backend : paddock.get("/api/v1/backends").json().at("/items")) {
            if (backend.at("/manifest/backend").asText().equals("llamacpp")) {
                versions.add(backend.at("/manifest/version").asText());
            }
        }
        return versions;
    }

    private static void assertServedBy(Paddock paddock, String version) throws Exception {
        assertEquals(
                version,
                ServingInstance.of(paddock, "paddock-demo")
                        .at("/backend_version")
                        .asText());
    }

    @Test
    void other_versions_come_under_load_or_are_undone_and_a_restart_keeps_the_last() throws Exception {
        try (Paddock paddock = Paddock.started("swap", Jdk.running(), WORKERS)) {
            Path shipped = RevisedJar.shipped(paddock.home(), "llamacpp");
            Path second = RevisedJar.of(shipped, folder, "0.1.1");
            Path third = RevisedJar.of(shipped, folder, "0.1.2");
            Path broken = RevisedJar.unresolvable(shipped, folder, "0.1.3");
            try (StreamingClients clients = new StreamingClients(paddock, Questions.toTheDemo(paddock), 4)) {
                swapTo(paddock, second);
                failToSwap(paddock, third, broken);
                swapOneAfterTheOther(paddock, inLocalRepository(paddock, third, "0.1.2"));
                int soFar = clients.whole();
                Eventually.holds("the clients to go on", () -> clients.whole() > soFar + 10);
                assertEquals(List.of(), clients.failures());
                System.out.println("Streams during four swaps, whole and right: " + clients.whole());
            }
            Finished same = paddock.launcher("exec", "paddock:swap llamacpp '" + third + "'");
            assertEquals(1, same.exit());
            assertTrue(same.output().contains("same_revision"), same.output());
            assertServedBy(paddock, "0.1.2");
            assertEquals(
                    List.of("io.paddock.backend.llamacpp-0.1.2.jar", "paddock-revision-llamacpp-0.1.2-features.xml"),
                    kept(paddock));
            assertEquals(0, paddock.launcher("stop").exit());
            assertEquals(0, paddock.launcher("start").exit());
            assertEquals(List.of("0.1.2"), versions(paddock));
            assertServedBy(paddock, "0.1.2");
        }
    }

    /** What swaps keep of versions, sorted. */
    private static List<String> kept(Paddock paddock) throws Exception {
        try (Stream<Path> files = Files.list(paddock.home().resolve("data/paddock/revisions"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void swapTo(Paddock paddock, Path next) throws Exception {
        List<String> before = versions(paddock);
        JsonNode plan = swap(paddock, 0, "'" + next + "' --dry-run");
        assertEquals("side_by_side", plan.at("/strategy").asText(), plan.toString());
        assertEquals(before, versions(paddock), "a look changes nothing");

        JsonNode done = swap(paddock, 0, "'" + next + "' --probation 2s");
        assertEquals("switched", done.at("/state").asText(), done.toString());
        System.out.println("Swap of llamacpp, ms by phase: " + phases(done));
        assertEquals(List.of("0.1.1"), versions(paddock));
    }

    /** Lays a bundle where the runtime's own Maven repository has it; answers its name there. */
    private static String inLocalRepository(Paddock paddock, Path bundle, String version) throws Exception {
        String artifact = "paddock-backend-llamacpp";
        Path at = paddock.home().resolve("system/io/paddock/" + artifact + "/" + version);
        Files.copy(bundle, Files.createDirectories(at).resolve(artifact + "-" + version + ".jar"));
        return "mvn:io.paddock/" + artifact + "/" + version;
    }

    private static void swapOneAfterTheOther(Paddock paddock, String next) throws Exception {
        JsonNode done = swap(paddock, 0, next + " --strategy drain_stop_start --probation 2s");
        assertEquals("switched", done.at("/state").asText(), done.toString());
        assertEquals("drain_stop_start", done.at("/plan/strategy").asText(), done.toString());
        assertTrue(done.at("/plan/expected_gap_ms").asLong() > 0, done.toString());
        List<String> phases = List.copyOf(phases(done).keySet());
        assertTrue(phases.contains("drain") && phases.indexOf("drain") < phases.indexOf("load"), done.toString());
        System.out.println("One after the other, ms by phase: " + phases(done));
        assertEquals(List.of("0.1.2"), versions(paddock));
    }

    private static void failToSwap(Paddock paddock, Path good, Path broken) throws Exception {
        JsonNode undone = swap(paddock, 1, "'" + broken + "' --probation 1s");
        assertEquals("rolled_back", undone.at("/state").asText(), undone.toString());
        assertEquals("resolve", undone.at("/phase").asText(), undone.toString());
        JsonNode unexpected = swap(paddock, 1, "'" + good + "' --canary-expects 'no model says this' --probation 1s");
        assertEquals("canary", unexpected.at("/phase").asText(), unexpected.toString());
        assertEquals(List.of("0.1.1"), versions(paddock));
    }

    private static Map<String, Integer> phases(JsonNode swap) {
        Map<String, Integer> took = new LinkedHashMap<>();
        swap.at("/phases")
                .forEach(one ->
                        took.put(one.at("/phase").asText(), one.at("/took_ms").asInt()));
        return took;
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs signals and a process table to look at")
    void a_runtime_that_is_killed_in_the_middle_comes_back_with_one_version_and_no_orphan() throws Exception {
        try (Paddock paddock = Paddock.started("swap-killed", Jdk.running(), WORKERS)) {
            Path shipped = RevisedJar.shipped(paddock.home(), "llamacpp");
            Path next = RevisedJar.of(shipped, folder, "0.1.1");
            String before = versions(paddock).get(0);
            beginToTheProbation(paddock, next, before);
            kill(paddock);
            assertEquals(0, paddock.launcher("start").exit());
            assertLeft(paddock, before);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs signals and a process table to look at")
    @EnabledForJreRange(max = JRE.JAVA_23, disabledReason = "Karaf 4.4 has no console on Java 24 and newer")
    void a_runtime_that_is_killed_after_the_commit_comes_back_with_the_new_version() throws Exception {
        int port = Paddock.freePort();
        Map<String, String> withShell = new HashMap<>(WORKERS);
        withShell.put("PADDOCK_SSH_PORT", Integer.toString(port));
        try (Paddock paddock = Paddock.unpacked("swap-killed-late", Jdk.running(), withShell)) {
            KeyPair key = KarafShell.letIn(paddock.home());
            assertEquals(0, paddock.launcher("start").exit());
            Path next = RevisedJar.of(RevisedJar.shipped(paddock.home(), "llamacpp"), folder, "0.1.1");
            beginToTheProbation(paddock, next, versions(paddock).get(0));
            // As it is when the end of the old one had begun, and nothing of it was done yet.
            try (KarafShell shell = KarafShell.open(key, port)) {
                shell.run("bundle:start io.paddock.backend.llamacpp/0.1.1");
            }
            kill(paddock);
            String written = Files.readString(open(paddock));
            assertTrue(written.contains("committed=false"), written);
            Files.writeString(open(paddock), written.replace("committed=false", "committed=true"));

            assertEquals(0, paddock.launcher("start").exit());
            assertLeft(paddock, "0.1.1");
            assertEquals(0, paddock.launcher("stop").exit());
            assertEquals(0, paddock.launcher("start").exit());
            assertLeft(paddock, "0.1.1");
        }
    }

    private static void assertLeft(Paddock paddock, String version) throws Exception {
        Eventually.holds("one version to be left", () -> versions(paddock).equals(List.of(version)));
        assertServedBy(paddock, version);
        Eventually.holds("the swap to be struck off", () -> !Files.exists(open(paddock)));
    }

    private static Path open(Paddock paddock) {
        return paddock.home().resolve("data/paddock/revisions/llamacpp.change");
    }

    /** Both versions are there then, and both have a process; the new one serves. */
    private static void beginToTheProbation(Paddock paddock, Path next, String before) throws Exception {
        assertServedBy(paddock, before);
        Finished begun =
                paddock.launcher("exec", "paddock:swap llamacpp '" + next + "' --probation 10m --no-wait --json");
        assertEquals(0, begun.exit(), begun.output());
        String id = JSON.readTree(begun.output()).at("/swap_id").asText();
        Eventually.holds(
                "the probation",
                () -> paddock.get("/api/v1/swaps/" + id).text("/phase").equals("probation"));
        assertEquals(2, versions(paddock).size());
        assertServedBy(paddock, "0.1.1");
    }

    private static void kill(Paddock paddock) throws Exception {
        List<ProcessHandle> engines = Processes.engines(paddock);
        assertEquals(2, engines.size(), engines.toString());

        ProcessHandle runtime = Processes.runtime(paddock);
        Processes.signal(runtime, "KILL");
        Processes.goneWithin(engines);
        Processes.goneWithin(List.of(runtime));
    }
}
