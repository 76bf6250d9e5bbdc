// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The llama.cpp backend gets other configurations side by side while clients stream from the bundled model. */
class SwapConfigurationIT {
    private static final Map<String, String> WORKERS = Map.of("PADDOCK_LLAMACPP_ENGINE", "worker");
    private static final String SECRET = "hush-1f2e3d";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode swap(Paddock paddock, int exit, String words) throws Exception {
        Finished swap = paddock.launcher("exec", "paddock:swap llamacpp " + words + " --probation 1s --json");
        assertEquals(exit, swap.exit(), swap.output());
        return JSON.readTree(swap.output());
    }

    private static String refusal(Paddock paddock, String words) throws Exception {
        Finished swap = paddock.launcher("exec", "paddock:swap llamacpp " + words);
        assertEquals(1, swap.exit(), swap.output());
        return swap.output();
    }

    private static JsonNode instance(Paddock paddock) throws Exception {
        return ServingInstance.of(paddock, "paddock-demo");
    }

    private static void assertServes(Paddock paddock, String version, int context) throws Exception {
        JsonNode instance = instance(paddock);
        assertEquals(version, instance.at("/backend_version").asText());
        assertEquals(context, instance.at("/endpoint/metadata/context_length").asInt(), instance.toString());
    }

    private static Path file(Paddock paddock) {
        return paddock.home().resolve("etc/io.paddock.backend.llamacpp.cfg");
    }

    @Test
    void another_configuration_comes_under_load_or_is_undone_and_stays_over_a_restart_and_an_update() throws Exception {
        try (Paddock paddock = Paddock.started("swap-configuration", Jdk.running(), WORKERS)) {
            String written = Files.readString(file(paddock));
            int usual =
                    instance(paddock).at("/endpoint/metadata/context_length").asInt();
            try (StreamingClients clients = new StreamingClients(paddock, Questions.toTheDemo(paddock), 4)) {
                JsonNode plan = swap(paddock, 0, "--set ctx_size=1024 --dry-run");
                assertTrue(plan.at("/to").asText().endsWith("0.1.0.SNAPSHOT_cfg001 with another ctx_size"), plan + "");
                JsonNode done = swap(paddock, 0, "--set ctx_size=1024");
                assertEquals("switched", done.at("/state").asText(), done.toString());
                assertServes(paddock, "0.1.0.SNAPSHOT_cfg001", 1024);
                badOnesAreRefusedOrUndone(paddock);
                assertServes(paddock, "0.1.0.SNAPSHOT_cfg001", 1024);

                Path shipped = RevisedJar.shipped(paddock.home(), "llamacpp");
                JsonNode other = swap(paddock, 0, "'" + RevisedJar.of(shipped, folder, "0.1.1") + "'");
                assertEquals("switched", other.at("/state").asText(), other.toString());
                assertServes(paddock, "0.1.1", 1024);
                assertEquals(List.of(), clients.failures());
                System.out.println("Streams during swaps of the configuration, whole and right: " + clients.whole());
            }
            assertEquals(written, Files.readString(file(paddock)), "the file is as it was");
            editedFileCountsFromTheNextSwapOn(paddock);
            assertEquals(0, paddock.launcher("stop").exit());
            assertEquals(0, paddock.launcher("start").exit());
            assertServes(paddock, "0.1.1.cfg001", 512);

            JsonNode back = swap(paddock, 0, "--unset ctx_size");
            assertTrue(back.at("/plan/to").asText().endsWith(" 0.1.1.cfg002"), back.toString());
            assertServes(paddock, "0.1.1.cfg002", usual);
            try (Stream<Path> files = Files.list(paddock.home().resolve("etc"))) {
                assertTrue(files.noneMatch(one -> one.toString().contains("|")), "no file is written for a revision");
            }
        }
    }

    private static void badOnesAreRefusedOrUndone(Paddock paddock) throws Exception {
        JsonNode before = instance(paddock);
        assertTrue(refusal(paddock, "--set ctx_size=" + SECRET).contains("whole number"));
        assertTrue(refusal(paddock, "--set nonsense=1").contains("'nonsense'"));
        assertTrue(refusal(paddock, "--set ctx_size=1024").contains("same_revision"));

        JsonNode undone = swap(paddock, 1, "--set ctx_size=-5");
        assertEquals("rolled_back", undone.at("/state").asText(), undone.toString());
        assertEquals("start", undone.at("/phase").asText(), undone.toString());
        assertTrue(undone.at("/cause/detail").asText().contains("ctx_size"), undone.toString());

        Finished secret = paddock.launcher(
                "exec", "paddock:swap llamacpp --set api_key=" + SECRET + " --set engine=nonsense --json");
        assertEquals(1, secret.exit(), secret.output());
        assertNotTold(secret.output());
        HttpRequest.Builder asAdmin = HttpRequest.newBuilder(paddock.uri("/api/v1/events"))
                .header("Authorization", "Bearer " + paddock.adminToken());
        assertNotTold(paddock.send(asAdmin).body());
        assertNotTold(paddock.get("/api/v1/swaps").body());
        assertNotTold(paddock.get("/api/v1/backends").body());
        assertNotTold(Files.readString(paddock.home().resolve("data/log/paddock.log")));

        JsonNode after = instance(paddock);
        assertEquals(before.at("/instance_id"), after.at("/instance_id"));
        assertEquals(before.at("/pid"), after.at("/pid"), "the old one was never stopped");
    }

    private static void assertNotTold(String text) {
        assertFalse(text.contains(SECRET), text);
    }

    private static void editedFileCountsFromTheNextSwapOn(Paddock paddock) throws Exception {
        String before = instance(paddock).at("/instance_id").asText();
        Files.writeString(file(paddock), "\nparallel = 2\n", StandardOpenOption.APPEND);
        Path log = paddock.home().resolve("data/log/paddock.log");
        Eventually.holds(
                "the file to be read",
                () -> Files.readString(log).contains("Updating configuration {io.paddock.backend.llamacpp}"));
        assertEquals(before, instance(paddock).at("/instance_id").asText(), "the revision has one of its own");
        JsonNode done = swap(paddock, 0, "--set ctx_size=512");
        assertEquals("switched", done.at("/state").asText(), done.toString());
        assertEquals(2, instance(paddock).at("/endpoint/metadata/parallel").asInt());
    }
}
