// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An engine that crashes or freezes while it streams costs that stream and nothing else. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs signals")
class EngineCrashIT {
    private static final String DEMO = "paddock-demo";
    /** Never ends by itself: the token that ends an answer is forbidden. */
    private static final String ENDLESS = "{\"model\":\"" + DEMO + "\",\"stream\":true,\"max_tokens\":1900,"
            + "\"logit_bias\":{\"2\":-100},\"messages\":[{\"role\":\"user\",\"content\":\"What is a lease?\"}]}";

    private static Paddock paddock;

    @BeforeAll
    static void start() throws Exception {
        paddock = Paddock.unpacked("crash", Jdk.running(), Map.of("PADDOCK_LLAMACPP_ENGINE", "worker"));
        Files.writeString(
                paddock.home().resolve("etc/io.paddock.kernel.cfg"), "outage_limit_ms = 2000\nhealth_failures = 2\n");
        Finished start = paddock.launcher("start");
        assertEquals(0, start.exit(), start.output());
    }

    @AfterAll
    static void stop() throws Exception {
        if (paddock != null) {
            paddock.close();
        }
    }

    /** A stream that has begun. */
    private record Begun(List<String> data, Iterator<String> lines) {
        static Begun open() throws IOException, InterruptedException {
            HttpResponse<Stream<String>> answer = Paddock.http()
                    .send(
                            HttpRequest.newBuilder(paddock.uri("/v1/chat/completions"))
                                    .timeout(Duration.ofMinutes(2))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(ENDLESS))
                                    .build(),
                            BodyHandlers.ofLines());
            assertEquals(200, answer.statusCode());
            Iterator<String> lines = answer.body().iterator();
            List<String> data = new ArrayList<>();
            while (data.size() < 3) {
                keep(lines.next(), data);
            }
            return new Begun(data, lines);
        }

        private static void keep(String line, List<String> data) {
            if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            }
        }

        /** The last thing that the client is told. */
        JsonNode last() throws IOException {
            try {
                while (lines.hasNext()) {
                    keep(lines.next(), data);
                }
            } catch (UncheckedIOException e) {
                // the connection is cut, so that no client takes the answer for a whole one
            }
            assertFalse(data.contains("[DONE]"), "it looks like a whole answer of " + data.size() + " events");
            return new ObjectMapper().readTree(data.get(data.size() - 1));
        }
    }

    private static JsonNode ensure(String body) throws Exception {
        Answer answer = paddock.post("/api/v1/endpoints", body);
        assertEquals(201, answer.status(), answer.body());
        return paddock.get("/api/v1/instances/" + answer.text("/instance_id")).json();
    }

    private static JsonNode bystander() throws Exception {
        return ensure("""
                {"request": {"target_preference": {"backend": "llamacpp",
                   "backend_options": {"model_identity": "paddock-demo", "ctx_size": 256}}}}""");
    }

    private static JsonNode streaming() throws Exception {
        return ensure(EnsureBody.forModel(DEMO));
    }

    private static ProcessHandle process(JsonNode instance) {
        return ProcessHandle.of(instance.at("/pid").asLong()).orElseThrow();
    }

    private static void assertComesBack(JsonNode lost, ProcessHandle bystander) throws Exception {
        Eventually.holds("a chat after the crash", () -> paddock.post(
                                "/v1/chat/completions", ENDLESS.replace("true", "false").replace("1900", "20"))
                        .status()
                == 200);
        JsonNode fresh = streaming();
        assertNotEquals(lost.at("/pid").asLong(), fresh.at("/pid").asLong());
        assertTrue(fresh.at("/endpoint_generation").asLong() > lost.at("/endpoint_generation").asLong());
        assertEquals(bystander.pid(), bystander().at("/pid").asLong(), "another instance was touched");
        assertEquals("ready", bystander().at("/lifecycle_status").asText());
    }

    @Test
    void a_crash_ends_its_stream_with_an_error_and_nothing_else() throws Exception {
        JsonNode instance = streaming();
        ProcessHandle bystander = process(bystander());
        Begun stream = Begun.open();
        Processes.signal(process(instance), "SEGV");

        JsonNode told = stream.last();
        assertEquals("upstream_failed", told.at("/error/code").asText(), told.toString());
        assertComesBack(instance, bystander);
        JsonNode why = paddock.get("/api/v1/instances/" + instance.at("/instance_id").asText())
                .json();
        assertEquals("failed", why.at("/lifecycle_status").asText());
        assertEquals("process_exited", why.at("/last_error/code").asText());
    }

    @Test
    void a_frozen_engine_is_replaced_and_its_stream_ends_with_an_error() throws Exception {
        JsonNode instance = streaming();
        ProcessHandle bystander = process(bystander());
        Begun stream = Begun.open();
        Processes.signal(process(instance), "STOP");

        JsonNode told = stream.last();
        assertTrue(told.has("error"), told.toString());
        assertComesBack(instance, bystander);
        assertTrue(ProcessHandle.of(instance.at("/pid").asLong()).isEmpty(), "the frozen one is still there");
    }
}
