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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that crashes or freezes while it streams costs that stream and nothing else. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs signals")
class EngineCrashIT {
    private static final String DEMO = "paddock-demo";
    /** Does not end by itself: the tokens that end an answer are forbidden. Some seconds long. */
    private static final String ENDLESS = "{\"model\":\"" + DEMO + "\",\"stream\":true,\"max_tokens\":1900,"
            + "\"logit_bias\":{\"2\":-100,\"3\":-100,\"4\":-100},\"messages\":[{\"role\":\"user\",\"content\":\"What is a lease?\"}]}";

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

    /** A stream that has begun. Read with the plain client of the JDK: the other one drops what came before a cut. */
    private record Begun(List<String> data, BufferedReader lines) {
        static Begun open() throws IOException {
            HttpURLConnection connection = (HttpURLConnection)
                    paddock.uri("/v1/chat/completions").toURL().openConnection();
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setReadTimeout(120_000);
            connection.setDoOutput(true);
            connection.getOutputStream().write(ENDLESS.getBytes(StandardCharsets.UTF_8));
            assertEquals(200, connection.getResponseCode());
            Begun begun = new Begun(
                    new ArrayList<>(),
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)));
            while (begun.data().size() < 3) {
                begun.keep(begun.lines().readLine());
            }
            return begun;
        }

        private void keep(String line) {
            if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            }
        }

        /** The last thing that the client is told. */
        JsonNode last() throws IOException {
            try {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    keep(line);
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
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
        Eventually.holds(
                "a chat after the crash",
                () -> paddock.post(
                                        "/v1/chat/completions",
                                        ENDLESS.replace("true", "false").replace("1900", "20"))
                                .status()
                        == 200);
        JsonNode fresh = streaming();
        assertNotEquals(lost.at("/pid").asLong(), fresh.at("/pid").asLong());
        assertTrue(fresh.at("/endpoint_generation").asLong()
                > lost.at("/endpoint_generation").asLong());
        assertEquals(bystander.pid(), bystander().at("/pid").asLong(), "another instance was touched");
        assertEquals("ready", bystander().at("/lifecycle_status").asText());
    }

    /** A bad address, which the JVM reports before it aborts, and an abort of the engine, which nobody reports. */
    @ParameterizedTest
    @ValueSource(strings = {"SEGV", "ABRT"})
    void a_crash_ends_its_stream_with_an_error_and_nothing_else(String signal) throws Exception {
        JsonNode instance = streaming();
        ProcessHandle bystander = process(bystander());
        Begun stream = Begun.open();
        Processes.signal(process(instance), signal);

        JsonNode told = stream.last();
        assertEquals("upstream_failed", told.at("/error/code").asText(), told.toString());
        assertComesBack(instance, bystander);
        JsonNode why = paddock.get(
                        "/api/v1/instances/" + instance.at("/instance_id").asText())
                .json();
        assertEquals("failed", why.at("/lifecycle_status").asText());
        assertEquals("process_exited", why.at("/last_error/code").asText());
        assertTrue(why.at("/detail").asText().contains("ended by signal 6 (ABRT)"), why.toString());
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
