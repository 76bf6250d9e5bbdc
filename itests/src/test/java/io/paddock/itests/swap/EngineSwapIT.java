// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.Finished;
import io.paddock.itests.support.Jdk;
import io.paddock.itests.support.LlamaServer;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.Requirement;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real llama-server gets another version, and the first one back, while clients stream and leases are held. */
class EngineSwapIT {
    private static final int LEASES = 4;

    @TempDir
    Path folder;

    /** Another install folder, whose llama-server is the same but for the number that it tells. */
    private Path another(Path installed) throws Exception {
        Path program = Files.createDirectories(folder.resolve("another/bin")).resolve("llama-server");
        Files.writeString(program, """
                #!/bin/sh
                real='%s'
                case "$1" in
                    --version) "$real" "$@" 2>&1 | sed 's/build [0-9]*/build 99999/' ;;
                    *) exec "$real" "$@" ;;
                esac
                """.formatted(installed.resolve("bin/llama-server")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder.resolve("another");
    }

    @Test
    void another_version_comes_under_load_and_the_first_one_again() throws Exception {
        Path installed = Requirement.need(LlamaServer.folder(), LlamaServer.reason());
        Path another = another(installed);
        Map<String, String> environment =
                Map.of("PADDOCK_LLAMACPP_ENGINE", "llama-server", "LLAMA_CPP_DIR", installed.toString());
        try (Paddock paddock = Paddock.started("engine-swap", Jdk.running(), environment);
                SwapLoad load = SwapLoad.on(paddock, "paddock-demo", Questions.toTheDemo(paddock), LEASES, LEASES)) {
            String first = engine(serving(paddock));
            swap(paddock, load, "--set binary_path=" + another, 2);
            String second = engine(serving(paddock));
            assertNotEquals(first, second);
            assertTrue(second.contains("99999"), second);
            swap(paddock, load, "--unset binary_path", 3);
            assertEquals(first, engine(serving(paddock)));
            load.end();
            load.assertWell("at the end");
            System.out.println("From " + first + " to " + second + " and back: " + load);
        }
    }

    /** Every lease moves, in that generation, and its owner goes on renewing it. */
    private static void swap(Paddock paddock, SwapLoad load, String words, int generation) throws Exception {
        load.goOn(LEASES);
        JsonNode before = serving(paddock);
        Finished swap = paddock.launcher("exec", "paddock:swap llamacpp " + words + " --probation 2s");
        System.out.println(swap.output());
        assertEquals(0, swap.exit(), swap.output());
        JsonNode after = serving(paddock);
        assertNotEquals(before.at("/pid"), after.at("/pid"));
        load.goOn(LEASES);
        load.assertWell(words);
        HttpRequest.Builder asAdmin = HttpRequest.newBuilder(paddock.uri("/api/v1/events?limit=1000&instance="
                        + after.at("/instance_id").asText()))
                .header("Authorization", "Bearer " + paddock.adminToken());
        Answer told = paddock.send(asAdmin);
        int moved = 0;
        for (JsonNode event : told.json().at("/items")) {
            if (event.at("/type").asText().equals("lease_moved")) {
                assertEquals(generation, event.at("/endpoint_generation").asInt(), event.toString());
                moved++;
            }
        }
        assertEquals(LEASES, moved, told.body());
    }

    private static String engine(JsonNode instance) {
        return instance.at("/endpoint/metadata/engine").asText();
    }

    /** The one instance that there is; a lease on it would have the drain wait for its renewal. */
    private static JsonNode serving(Paddock paddock) throws Exception {
        JsonNode all = paddock.get("/api/v1/instances").json().at("/items");
        assertEquals(1, all.size(), all.toString());
        return all.get(0);
    }
}
