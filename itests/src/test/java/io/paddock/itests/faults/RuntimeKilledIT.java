// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Eventually;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.LlamaServer;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Processes;
import io.paddock.itests.support.Requirement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** No engine outlives its runtime, however that ends, and no runtime touches what another one started. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs signals and a process table to look at")
class RuntimeKilledIT {
    private static final long LEAVES_WITHIN_MS = 5000;
    private static final Map<String, String> WORKERS = Map.of("PADDOCK_LLAMACPP_ENGINE", "worker");

    @TempDir
    Path folder;

    @Test
    void eight_workers_outlast_a_pause_of_their_runtime_and_end_with_its_death_while_another_runtime_goes_on()
            throws Exception {
        try (Paddock killed = Paddock.started("killed", Jdk.running(), WORKERS);
                Paddock other = Paddock.started("other", Jdk.running(), WORKERS)) {
            ensure(killed, 8);
            ensure(other, 1);
            List<ProcessHandle> engines = Processes.engines(killed);
            List<ProcessHandle> others = Processes.engines(other);
            assertEquals(8, engines.size(), engines.toString());
            assertEquals(1, others.size(), others.toString());

            pause(killed);
            assertEquals(engines, Processes.running(engines), "a pause of the runtime costs no engine");
            assertServes(killed);
            assertEquals(engines, Processes.running(engines));

            ProcessHandle runtime = kill(killed);
            long took = Processes.goneWithin(engines);
            assertTrue(took < LEAVES_WITHIN_MS, "took ms: " + took);
            assertEquals(others, Processes.running(others), "another runtime's engine was touched");

            assertStarts(killed, runtime);
            assertServes(killed);
            assertEquals(others, Processes.running(others), "a start touched another runtime's engine");
            assertServes(other);
            List<ProcessHandle> last = Processes.engines(killed);
            assertFalse(last.isEmpty());
            assertEquals(0, killed.launcher("stop").exit());
            assertEquals(List.of(), Processes.running(last), "a stop leaves nothing");
            assertEquals(others, Processes.running(others));
        }
    }

    @Test
    void a_server_behind_a_wrapper_ends_with_its_runtime_or_at_the_next_start() throws Exception {
        Path server = Requirement.need(LlamaServer.folder(), LlamaServer.reason());
        Map<String, String> environment = Map.of(
                "PADDOCK_LLAMACPP_ENGINE",
                "llama-server",
                "LLAMA_CPP_DIR",
                wrapped(server).toString());
        try (Paddock paddock = Paddock.started("wrapped", Jdk.running(), environment)) {
            ensure(paddock, 2);
            List<ProcessHandle> engines = Processes.engines(paddock);
            assertEquals(4, engines.size(), "two wrappers and two servers: " + engines);
            Processes.signal(engines.get(0), "STOP");
            ProcessHandle first = kill(paddock);
            assertTrue(Processes.goneWithin(engines) < LEAVES_WITHIN_MS);

            assertStarts(paddock, first);
            ensure(paddock, 1);
            Eventually.holds(
                    "both instances to be back, since their leases live on",
                    () -> Processes.engines(paddock).size() == 4);
            List<ProcessHandle> left = new ArrayList<>(Processes.engines(paddock));
            Processes.signal(Processes.guard(paddock), "KILL");
            ProcessHandle second = kill(paddock);
            Eventually.holds(
                    "the wrappers to die with their runtime",
                    () -> Processes.running(left).size() == 2);
            List<ProcessHandle> orphans = Processes.running(left);
            assertStarts(paddock, second);
            assertTrue(Processes.goneWithin(orphans) < LEAVES_WITHIN_MS);
            for (ProcessHandle orphan : orphans) {
                assertTrue(ended(paddock).contains("process " + orphan.pid() + " of "), ended(paddock));
            }
        }
    }

    /** A folder whose llama-server is a script that keeps waiting for the real one, its child. */
    private Path wrapped(Path server) throws Exception {
        Path real = Files.isExecutable(server.resolve("bin/llama-server"))
                ? server.resolve("bin/llama-server")
                : server.resolve("llama-server");
        Path wrapper = Files.createDirectories(folder.resolve("bin")).resolve("llama-server");
        Files.writeString(
                wrapper,
                "#!/bin/sh\n'" + real + "' \"$@\" &\nserver=$!\n" + "trap 'kill $server' TERM\nwait $server\n");
        Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    /** Has so many instances ready, all of the bundled model, each with another context. */
    private static void ensure(Paddock paddock, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Answer answer = paddock.post("/api/v1/endpoints", """
                    {"request": {"target_preference": {"backend": "llamacpp",
                       "backend_options": {"model_identity": "paddock-demo", "ctx_size": %d, "parallel": 1}}},
                     "wait_ms": 120000, "lease": {"owner_ref": "anna", "ttl_ms": 600000}}""".formatted(256 + 64 * i));
            assertEquals(201, answer.status(), answer.body());
        }
    }

    private static void pause(Paddock paddock) throws Exception {
        Processes.signal(Processes.runtime(paddock), "STOP");
        assertFalse(new CountDownLatch(1).await(10, TimeUnit.SECONDS));
        Processes.signal(Processes.runtime(paddock), "CONT");
    }

    private static void assertServes(Paddock paddock) throws Exception {
        Answer answer = paddock.post(
                "/v1/chat/completions",
                "{\"model\":\"paddock-demo\",\"messages\":[{\"role\":\"user\",\"content\":\"What is Paddock?\"}],"
                        + "\"temperature\":0,\"max_tokens\":20}");
        assertEquals(200, answer.status(), answer.body());
        assertFalse(answer.text("/choices/0/message/content").isBlank(), answer.body());
    }

    private static ProcessHandle kill(Paddock paddock) throws Exception {
        ProcessHandle runtime = Processes.runtime(paddock);
        Processes.signal(runtime, "KILL");
        return runtime;
    }

    /** Starts it once the run before is over: it may go a moment after its engines. */
    private static void assertStarts(Paddock paddock, ProcessHandle before) throws Exception {
        Processes.goneWithin(List.of(before));
        Finished start = paddock.launcher("start");
        assertEquals(0, start.exit(), start.output());
    }

    private static String ended(Paddock paddock) throws Exception {
        StringBuilder causes = new StringBuilder();
        for (JsonNode event : paddock.get("/api/v1/events").json().at("/items")) {
            if (event.at("/type").asText().equals("leftover_ended")) {
                causes.append(event.at("/cause").asText()).append('\n');
            }
        }
        return causes.toString();
    }
}
