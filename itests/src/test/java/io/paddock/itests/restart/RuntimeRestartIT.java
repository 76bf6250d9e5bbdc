// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Leases outlive the runtime: its sudden death, its graceful end, and even the loss of what it had kept. */
class RuntimeRestartIT {
    private static final String DEMO = "paddock-demo";
    private static final long TTL = 600_000;

    @Test
    void a_lease_survives_on_the_jdk_of_the_build() throws Exception {
        aLeaseSurvives(Jdk.running());
    }

    @Test
    void a_lease_survives_on_the_newest_jdk() throws Exception {
        aLeaseSurvives(Requirement.need(
                Jdk.newest(), "no JDK newer than " + Jdk.running() + " was found; PADDOCK_NEWEST_JDK may name one"));
    }

    private static void aLeaseSurvives(Jdk jdk) throws Exception {
        try (Paddock paddock = Paddock.started("restart", jdk, Map.of())) {
            JsonNode granted = ensure(paddock, "anna");
            String ref = granted.at("/lease/lease_ref").asText();
            String given = ensure(paddock, "bert").at("/lease/lease_ref").asText();
            release(paddock, given, "bert");
            assertEquals("rw-------", permissions(state(paddock)));

            kill(paddock);
            start(paddock);
            assertRestored(paddock, ref, 2);
            assertOwnersOnly(paddock, ref);

            assertEquals(0, paddock.launcher("stop").exit());
            start(paddock);
            assertRestored(paddock, ref, 3);

            release(paddock, ref, "anna");
            kill(paddock);
            start(paddock);
            assertEquals(0, leases(paddock).size());
        }
    }

    @Test
    void what_was_started_on_purpose_is_started_again() throws Exception {
        try (Paddock paddock = Paddock.started("purpose", Jdk.running(), Map.of())) {
            Answer started = paddock.send(HttpRequest.newBuilder(paddock.uri("/api/v1/instances"))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + paddock.adminToken())
                    .POST(HttpRequest.BodyPublishers.ofString(EnsureBody.forModel(DEMO))));
            assertEquals(2, started.status() / 100, started.body());
            kill(paddock);
            start(paddock);
            Eventually.holds("the instance to be ready again", () -> {
                JsonNode all = paddock.get("/api/v1/instances").json().at("/items");
                return all.size() == 1
                        && all.at("/0/lifecycle_status").asText().equals("ready")
                        && all.at("/0/endpoint_generation").asLong() == 2;
            });
        }
    }

    @Test
    void a_damaged_state_is_set_aside_and_the_runtime_starts() throws Exception {
        try (Paddock paddock = Paddock.started("damaged", Jdk.running(), Map.of())) {
            ensure(paddock, "anna");
            kill(paddock);
            byte[] good = Files.readAllBytes(state(paddock));
            byte[] damaged = good.clone();
            Arrays.fill(damaged, 8192, damaged.length, (byte) 'x');
            Files.write(state(paddock), damaged);

            start(paddock);
            assertEquals(200, paddock.get("/readyz").status());
            assertEquals(0, leases(paddock).size());
            List<Path> aside;
            try (var files = Files.list(state(paddock).getParent())) {
                aside = files.filter(file -> file.getFileName().toString().startsWith("state.mv.damaged-"))
                        .toList();
            }
            assertEquals(1, aside.size());
            assertTrue(Arrays.equals(damaged, Files.readAllBytes(aside.get(0))), "it is kept as it was");
            String log = Files.readString(paddock.home().resolve("data/log/paddock.log"));
            assertTrue(log.contains("it was set aside as " + aside.get(0).getFileName()), "nothing in the log");
            assertTrue(events(paddock).contains("state_lost"), "no event tells it");

            ensure(paddock, "anna");
            kill(paddock);
            start(paddock);
            assertEquals(1, leases(paddock).size());
        }
    }

    private static void assertRestored(Paddock paddock, String ref, long generation) throws Exception {
        Eventually.holds("the lease to be active again", () -> {
            JsonNode lease = lease(paddock, ref);
            assertTrue(
                    List.of("recovering", "active").contains(lease.at("/state").asText()), lease.toString());
            return lease.at("/state").asText().equals("active");
        });
        JsonNode lease = lease(paddock, ref);
        assertEquals(generation, lease.at("/endpoint_generation").asLong(), lease.toString());
        List<String> events = events(paddock);
        assertTrue(events.indexOf("lease_restored") >= 0, events.toString());
        assertTrue(events.indexOf("lease_restored") < events.indexOf("instance_ready"), events.toString());
        assertTrue(events.indexOf("instance_ready") < events.indexOf("lease_recovered"), events.toString());
    }

    private static void assertOwnersOnly(Paddock paddock, String ref) throws Exception {
        String renew = "/api/v1/leases/" + ref + "/renew";
        Answer foreign = paddock.post(renew, "{\"owner_ref\":\"bert\",\"ttl_ms\":1000}");
        assertEquals(403, foreign.status(), foreign.body());
        Answer renewed = paddock.post(renew, "{\"owner_ref\":\"anna\",\"ttl_ms\":" + 2 * TTL + "}");
        assertEquals(200, renewed.status(), renewed.body());
    }

    private static JsonNode ensure(Paddock paddock, String owner) throws Exception {
        Answer answer = paddock.post("/api/v1/endpoints", EnsureBody.full(DEMO, owner, TTL));
        assertEquals(201, answer.status(), answer.body());
        return answer.json();
    }

    private static void release(Paddock paddock, String ref, String owner) throws Exception {
        Answer answer =
                paddock.send(HttpRequest.newBuilder(paddock.uri("/api/v1/leases/" + ref + "?owner_ref=" + owner))
                        .DELETE());
        assertEquals(204, answer.status(), answer.body());
    }

    private static JsonNode leases(Paddock paddock) throws Exception {
        return asAdmin(paddock, "/api/v1/leases");
    }

    private static JsonNode lease(Paddock paddock, String ref) throws Exception {
        return StreamSupport.stream(leases(paddock).spliterator(), false)
                .filter(lease -> lease.at("/lease_ref").asText().equals(ref))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the lease is not listed"));
    }

    private static List<String> events(Paddock paddock) throws Exception {
        return StreamSupport.stream(asAdmin(paddock, "/api/v1/events").spliterator(), false)
                .map(event -> event.at("/type").asText())
                .toList();
    }

    private static JsonNode asAdmin(Paddock paddock, String path) throws Exception {
        Answer answer = paddock.send(
                HttpRequest.newBuilder(paddock.uri(path)).header("Authorization", "Bearer " + paddock.adminToken()));
        assertEquals(200, answer.status(), answer.body());
        return answer.json().at("/items");
    }

    /** Kills the runtime itself, as {@code kill -9} does. */
    private static void kill(Paddock paddock) throws Exception {
        ProcessHandle runtime = ProcessHandle.of(paddock.pid()).orElseThrow();
        assertTrue(runtime.destroyForcibly());
        Eventually.holds("the runtime to be dead", () -> !runtime.isAlive());
    }

    private static void start(Paddock paddock) throws Exception {
        Finished start = paddock.launcher("start");
        assertEquals(0, start.exit(), start.output());
    }

    private static Path state(Paddock paddock) {
        return paddock.home().resolve("data/paddock/state.mv");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
