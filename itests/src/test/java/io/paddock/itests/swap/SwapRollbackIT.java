// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
import io.paddock.testkit.operator.Operations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five bad versions of a backend, one after the other, under load: each is undone and nobody notices. */
class SwapRollbackIT {
    private static final String TERMS =
            "\"load_within_ms\":4000,\"canary_within_ms\":10000,\"probation_ms\":30000,\"slowest_ms\":700";

    @TempDir
    Path folder;

    @Test
    void five_bad_versions_are_undone_under_load() throws Exception {
        try (Paddock paddock = Paddock.started("rollback", Jdk.running(), Map.of())) {
            Operations operations = Operations.in(paddock.home());
            operations.learn(FakeEngineJar.features(folder));
            operations.install(FakeEngineJar.FEATURE);
            Eventually.holds(
                    "the fake engine's model",
                    () -> paddock.get("/v1/models").body().contains("\"" + FakeEngineBackend.ID + "\""));
            Questions questions = Questions.toTheFakeEngine(FakeEngineBackend.ID, 60);
            try (SwapLoad load = SwapLoad.on(paddock, FakeEngineBackend.ID, questions, 8, 4)) {
                undone(paddock, load, "0.2.1", Flaw.NEVER_READY, "load");
                undone(paddock, load, "0.2.2", Flaw.CRASHES, "load");
                undone(paddock, load, "0.2.3", Flaw.GARBAGE, "canary");
                undone(paddock, load, "0.2.4", Flaw.SLOW, "probation");
                undone(paddock, load, "0.2.5", Flaw.DOES_NOT_RESOLVE, "resolve");
                load.goOn(8);
                load.end();
                load.assertWell("at the end");
                System.out.println("Five rollbacks: " + load);
            }
        }
    }

    private void undone(Paddock paddock, SwapLoad load, String version, Flaw flaw, String phase) throws Exception {
        load.goOn(8);
        List<Long> old = pids(paddock);
        long seen = told(paddock).at("/seq").asLong();
        Path bad = FakeEngineJar.of(folder, version, flaw);
        JsonNode swap = new SideBySide(paddock, FakeEngineBackend.ID).swap(bad, TERMS);
        System.out.println(flaw + ": " + swap.at("/cause/detail").asText());
        assertEquals("rolled_back", swap.at("/state").asText(), swap.toString());
        assertEquals(phase, swap.at("/phase").asText(), swap.toString());
        assertFalse(swap.at("/cause/detail").asText().isEmpty(), swap.toString());
        load.assertWell(flaw.name());
        assertEquals(List.of("0.1.0"), versions(paddock), flaw.name());
        Eventually.holds(
                "one engine to be left", () -> Processes.engines(paddock).size() == 1);
        assertEquals(old, pids(paddock), "the old one was never stopped");
        JsonNode event = told(paddock);
        assertTrue(event.at("/seq").asLong() > seen, "an event of its own: " + event);
        assertTrue(event.toString().contains("in the phase " + phase), event.toString());
        assertTrue(event.toString().contains("\"" + swap.at("/cause/code").asText() + "\""), event.toString());
    }

    private static List<String> versions(Paddock paddock) throws Exception {
        JsonNode items = paddock.get("/api/v1/backends").json().at("/items");
        return items.findValues("manifest").stream()
                .filter(manifest -> manifest.at("/backend").asText().equals(FakeEngineBackend.ID))
                .map(manifest -> manifest.at("/version").asText())
                .toList();
    }

    private static List<Long> pids(Paddock paddock) throws IOException {
        return Processes.engines(paddock).stream().map(ProcessHandle::pid).toList();
    }

    /** The last event that says why one was undone; a missing node before there is one. */
    private static JsonNode told(Paddock paddock) throws Exception {
        JsonNode last = MissingNode.getInstance();
        for (JsonNode event : paddock.get("/api/v1/events?limit=1000").json().at("/items")) {
            boolean newer = event.at("/seq").asLong() > last.at("/seq").asLong();
            if (newer && event.toString().contains("swap_rolled_back")) {
                last = event;
            }
        }
        return last;
    }
}
