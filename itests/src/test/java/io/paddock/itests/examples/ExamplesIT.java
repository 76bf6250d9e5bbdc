// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import io.paddock.testkit.FakeModelServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The examples come into a running Paddock as one archive, work together, and go again. */
class ExamplesIT {
    private static final Path ARCHIVE =
            Path.of(System.getProperty("paddock.examples")).normalize();
    private static final String ECHO = "example-echo";
    private static final String ATTACHED = "example-attached";

    @Test
    void they_come_work_and_go_on_the_jdk_of_the_build() throws Exception {
        wholeLife(Jdk.running());
    }

    @Test
    void they_come_work_and_go_on_the_newest_jdk() throws Exception {
        wholeLife(Requirement.need(
                Jdk.newest(), "no JDK newer than " + Jdk.running() + " was found; PADDOCK_NEWEST_JDK may name one"));
    }

    private static void wholeLife(Jdk jdk) throws Exception {
        try (FakeModelServer somebody = FakeModelServer.start();
                Paddock paddock = Paddock.started("examples", jdk, Map.of())) {
            Eventually.holds(
                    "nobody expects it back",
                    () -> ask(paddock, "echo", "hello").status() == 404);
            Path archive = install(paddock);
            long pid = spawned(paddock);
            Path configuration = attached(paddock, somebody);
            consumer(paddock);

            Files.delete(configuration);
            Eventually.holds(
                    "the attached backend is gone",
                    () -> backend(paddock, ATTACHED).isEmpty());
            Files.delete(archive);
            Eventually.holds(
                    "the spawned backend is gone", () -> backend(paddock, ECHO).isEmpty());
            Eventually.holds("its process is gone", () -> !alive(pid));
            Eventually.holds(
                    "the verb is gone", () -> !exec(paddock, "help").output().contains("ask-example"));
            Eventually.holds(
                    "nobody expects it back",
                    () -> ask(paddock, "echo", "hello").status() == 404);
            assertEquals(200, ask(paddock, "paddock-demo", "What is Paddock?").status());
        }
    }

    private static Path install(Paddock paddock) throws Exception {
        // Moved into place, so that nobody reads half of it.
        Path draft = Files.copy(ARCHIVE, paddock.home().resolve("data/examples.kar"));
        Path archive = Files.move(
                draft, paddock.home().resolve("deploy/paddock-examples.kar"), StandardCopyOption.ATOMIC_MOVE);
        Eventually.holds("the spawned backend is available", () -> available(paddock, ECHO));
        Eventually.holds(
                "the verb is there", () -> exec(paddock, "help").output().contains("paddock:ask-example"));
        return archive;
    }

    /** Through REST: the process, its options, its key. Through the gateway: an answer. */
    private static long spawned(Paddock paddock) throws Exception {
        Answer refused = ensureEcho(paddock, "-1");
        assertEquals(422, refused.status(), refused.body());
        assertEquals("request.target_preference.backend_options.delay_ms", refused.text("/field"));

        Answer granted = ensureEcho(paddock, "5");
        assertEquals(201, granted.status(), granted.body());
        assertEquals("runtime_managed", granted.text("/endpoint/management_mode"));
        assertEquals("one two three", words(callEndpoint(paddock, granted.json().at("/endpoint"))));
        String lease = granted.text("/lease/lease_ref");
        Answer released = paddock.send(HttpRequest.newBuilder(paddock.uri("/api/v1/leases/" + lease + "?owner_ref=it"))
                .DELETE());
        assertEquals(204, released.status());
        JsonNode instance =
                paddock.get("/api/v1/instances/" + granted.text("/instance_id")).json();
        long pid = instance.at("/pid").asLong();
        assertTrue(alive(pid), instance.toString());

        Answer relayed = ask(paddock, "echo", "Grüß Gott, 世界");
        assertEquals("Grüß Gott, 世界", words(relayed), relayed.body());
        return pid;
    }

    /** A file in etc/ makes the backend, and the gateway reaches the server of somebody else. */
    private static Path attached(Paddock paddock, FakeModelServer somebody) throws Exception {
        assertTrue(backend(paddock, ATTACHED).isEmpty(), "it is there without a configuration");
        Path configuration = paddock.home().resolve("etc/io.paddock.example.attached.cfg");
        Files.writeString(configuration, "base_url = " + somebody.url() + "/v1\nmodel = " + somebody.model() + "\n");
        Eventually.holds("the attached backend is available", () -> available(paddock, ATTACHED));
        Answer answer = ask(paddock, somebody.model(), "hello");
        assertEquals("one two three", words(answer), answer.body());
        return configuration;
    }

    private static void consumer(Paddock paddock) throws Exception {
        Finished asked = exec(paddock, "paddock:ask-example echo 'so it is said'");
        assertEquals(0, asked.exit(), asked.output());
        assertTrue(asked.output().contains("so it is said\n[echo at example-echo, lease released]"), asked.output());
        Finished unknown = exec(paddock, "paddock:ask-example no-such-model hello");
        assertEquals(1, unknown.exit(), unknown.output());
        String leases = paddock.get("/api/v1/leases").body();
        assertTrue(!leases.contains("example-consumer"), leases);
    }

    private static Answer ensureEcho(Paddock paddock, String delay) throws Exception {
        return paddock.post("/api/v1/endpoints", """
                {"request": {"target_preference": {"backend": "example-echo", "backend_options": {"delay_ms": %s}}},
                 "lease": {"owner_ref": "it", "ttl_ms": 30000}}
                """.formatted(delay));
    }

    private static Answer callEndpoint(Paddock paddock, JsonNode endpoint) throws Exception {
        HttpRequest.Builder call = HttpRequest.newBuilder(
                        URI.create(endpoint.at("/base_url").asText() + "/chat/completions"))
                .POST(BodyPublishers.ofString(body("echo", "one two three")));
        endpoint.at("/headers")
                .properties()
                .forEach(
                        header -> call.header(header.getKey(), header.getValue().asText()));
        return paddock.send(call);
    }

    private static Answer ask(Paddock paddock, String model, String text) throws Exception {
        return paddock.post("/v1/chat/completions", body(model, text));
    }

    private static String body(String model, String text) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static String words(Answer answer) {
        return answer.text("/choices/0/message/content");
    }

    private static Finished exec(Paddock paddock, String line) throws Exception {
        return paddock.launcher("exec", line);
    }

    private static boolean available(Paddock paddock, String id) throws Exception {
        return backend(paddock, id)
                .filter(found -> found.at("/state").asText().equals("available"))
                .isPresent();
    }

    private static Optional<JsonNode> backend(Paddock paddock, String id) throws Exception {
        JsonNode items = paddock.get("/api/v1/backends").json().at("/items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> item.at("/manifest/backend").asText().equals(id))
                .findFirst();
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
