// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.ForeignLlamaServer;
import io.paddock.itests.support.GemmaModel;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.LlamaServer;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import io.paddock.itests.support.Upstreams;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real llama-server that somebody else runs, attached to by a file in {@code etc}. */
class OpenAiServerIT {
    private static final String KEY = "sk-lab-0123456789abcdef";
    private static final String TEAM = "team-secret-fedcba98";

    private static Path install;
    private static Paddock paddock;
    private static Upstreams upstreams;

    @BeforeAll
    static void start() throws Exception {
        install = Requirement.need(LlamaServer.folder(), LlamaServer.reason());
        paddock = Paddock.started("openai-server", Jdk.running(), Map.of("LAB_KEY", KEY));
        upstreams = new Upstreams(paddock);
    }

    @AfterAll
    static void stop() throws Exception {
        if (paddock != null) {
            paddock.close();
        }
    }

    private static ForeignLlamaServer demo(String alias) throws Exception {
        Path demo = Path.of(System.getProperty("paddock.project"), "tools/demo-model/paddock-demo.gguf");
        return ForeignLlamaServer.started(install, demo, alias, KEY);
    }

    private static String chat(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"What is Paddock?\"}],"
                + "\"temperature\":0,\"max_tokens\":60,\"stream\":" + stream + "}";
    }

    private static Answer ensure(String model) throws Exception {
        return paddock.post("/api/v1/endpoints", EnsureBody.forModel(model));
    }

    private static void awaitHealth(Answer ensured, String health, String detail) throws Exception {
        Eventually.holds(health + " " + detail, () -> {
            JsonNode seen = paddock.get("/api/v1/instances/" + ensured.text("/instance_id"))
                    .json();
            return seen.path("health_status").asText().equals(health)
                    && seen.path("detail").asText().contains(detail);
        });
    }

    @Test
    void it_comes_with_its_file_changes_with_it_and_is_left_alone_when_the_file_goes() throws Exception {
        try (ForeignLlamaServer server = demo("lab-demo")) {
            assertTrue(upstreams.backend("lab").isEmpty());
            String base = "base_url = " + server.baseUrl();
            String key = "api_key_file = " + server.keyFile();
            upstreams.write("lab", base, key);
            JsonNode listed = upstreams.await("lab", "available");
            assertEquals(
                    "unknown", listed.at("/manifest/capabilities/tool_calling").asText(), listed::toString);
            Eventually.holds("its model", () -> upstreams.models().contains("lab-demo"));

            served(server);

            upstreams.write("lab", base, key, "capabilities = tool_calling=true, embeddings=false");
            Eventually.holds(
                    "the change",
                    () -> upstreams
                            .backend("lab")
                            .filter(now -> now.at("/manifest/capabilities/tool_calling")
                                    .asBoolean())
                            .isPresent());
            Eventually.holds(
                    "a chat after the change",
                    () -> paddock.post("/v1/chat/completions", chat("lab-demo", false))
                                    .status()
                            == 200);

            upstreams.remove("lab");
            upstreams.awaitGone("lab");
            Eventually.holds("the end of its model", () -> !upstreams.models().contains("lab-demo"));
            Eventually.holds(
                    "nobody expects it back",
                    () -> paddock.post("/v1/chat/completions", chat("lab-demo", false))
                                    .status()
                            == 404);
            assertTrue(server.alive() && server.answers(), "it is somebody else's");
        }
    }

    private static void served(ForeignLlamaServer server) throws Exception {
        Answer ensured = ensure("lab-demo");
        assertEquals(201, ensured.status(), ensured.body());
        assertEquals(server.baseUrl().toString(), ensured.text("/endpoint/base_url"));
        assertEquals("lab-demo", ensured.text("/endpoint/model_identity"));
        assertEquals("externally_managed", ensured.text("/endpoint/management_mode"));
        assertTrue(ensured.text("/endpoint/health_ref").endsWith("/health"), ensured.body());
        Answer direct = paddock.send(
                HttpRequest.newBuilder(URI.create(ensured.text("/endpoint/base_url") + "/chat/completions"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", ensured.text("/endpoint/headers/authorization"))
                        .POST(BodyPublishers.ofString(chat("lab-demo", false))));
        Answer whole = paddock.post("/v1/chat/completions", chat("lab-demo", false));
        Sse stream = Sse.post(paddock, "/v1/chat/completions", chat("lab-demo", true));
        Answer vectors = paddock.post("/v1/embeddings", "{\"model\":\"lab-demo\",\"input\":\"one\"}");

        String text = direct.text("/choices/0/message/content");
        assertTrue(text.contains("Paddock"), direct.body());
        assertEquals(text, whole.text("/choices/0/message/content"));
        assertEquals(text, stream.text().replace("null", ""));
        assertTrue(stream.done(), stream.toString());
        assertEquals(409, vectors.status(), "nobody said that it makes vectors: " + vectors.body());
    }

    @Test
    void killed_while_it_streams_it_is_unavailable_then_loading_then_well_again() throws Exception {
        Path gemma = Requirement.need(GemmaModel.file(), GemmaModel.reason());
        try (ForeignLlamaServer server = ForeignLlamaServer.started(install, gemma, "lab-gemma", KEY)) {
            upstreams.write(
                    "gemma",
                    "base_url = " + server.baseUrl(),
                    "api_key_env = LAB_KEY",
                    "models = lab-gemma",
                    "health_interval_ms = 50");
            upstreams.await("gemma", "available");
            Answer ensured = ensure("lab-gemma");
            assertEquals(201, ensured.status(), ensured.body());
            Iterator<String> lines = story();

            server.kill();

            assertFalse(rest(lines).contains("[DONE]"), "the stream ended as if nothing had happened");
            awaitHealth(ensured, "unavailable", "no server answers at " + server.baseUrl());
            Answer refused = ensure("lab-gemma");
            assertTrue(refused.status() >= 500 && refused.text("/code").endsWith("_unavailable"), refused.body());

            server.start();

            awaitHealth(ensured, "healthy", "");
            assertTrue(
                    paddock.get("/api/v1/events?after=0&limit=1000").body().contains("is loading (503)"),
                    "it was seen loading");
            Eventually.holds(
                    "a chat after the return", () -> ensure("lab-gemma").status() == 201);
            upstreams.remove("gemma");
        }
    }

    private static Iterator<String> story() throws Exception {
        HttpResponse<Stream<String>> answer = Paddock.http()
                .send(
                        HttpRequest.newBuilder(paddock.uri("/v1/completions"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(
                                        "{\"model\":\"lab-gemma\",\"prompt\":\"Once upon a time\","
                                                + "\"stream\":true,\"max_tokens\":2000,\"temperature\":0}"))
                                .build(),
                        BodyHandlers.ofLines());
        Iterator<String> lines = answer.body().iterator();
        while (!lines.next().startsWith("data: ")) {
            // what comes before it is no part of the answer
        }
        return lines;
    }

    private static String rest(Iterator<String> lines) {
        StringBuilder rest = new StringBuilder();
        try {
            while (lines.hasNext()) {
                rest.append(lines.next()).append('\n');
            }
        } catch (java.io.UncheckedIOException e) {
            return rest.toString(); // cut, as it should be
        }
        return rest.toString();
    }

    @Test
    void its_secrets_are_in_no_list_no_event_no_log_and_no_command_line() throws Exception {
        try (ForeignLlamaServer server = demo("secret-demo")) {
            Path headers = Files.writeString(paddock.home().resolve("data/headers"), "X-Team: " + TEAM + "\n");
            upstreams.write(
                    "secret", "base_url = " + server.baseUrl(), "api_key_env = LAB_KEY", "headers_file = " + headers);
            upstreams.await("secret", "available");
            Answer ensured = ensure("secret-demo");
            assertEquals("Bearer " + KEY, ensured.text("/endpoint/headers/authorization"), "its owner has to know");
            assertEquals(TEAM, ensured.text("/endpoint/headers/x-team"));
            assertEquals(
                    200,
                    paddock.post("/v1/chat/completions", chat("secret-demo", false))
                            .status());

            String all = everythingSaid();
            assertTrue(all.contains("openai-secret"), "it was looked at in the right places");
            for (String secret : List.of(KEY, TEAM)) {
                assertFalse(all.contains(secret), "a secret was told");
            }
            upstreams.remove("secret");
        }
    }

    private static String everythingSaid() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String path : List.of("backends", "instances", "leases", "events?after=0&limit=1000")) {
            all.append(paddock.get("/api/v1/" + path).body());
        }
        for (String verb : List.of("backends", "instances", "leases", "models", "events")) {
            all.append(paddock.launcher("exec", verb + " --json").output());
        }
        try (Stream<Path> logs = Files.list(paddock.home().resolve("data/log"))) {
            for (Path log : logs.toList()) {
                all.append(Files.readString(log));
            }
        }
        ProcessHandle.of(paddock.pid())
                .flatMap(process -> process.info().commandLine())
                .ifPresent(all::append);
        return all.toString();
    }
}
