// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Engine;
import io.paddock.api.EngineKind;
import io.paddock.api.EngineSource;
import io.paddock.api.Engines;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRoutesTest {
    private static final String ENGINES = "/api/v1/engines";

    @TempDir
    Path folder;

    private EdgeServer server;
    private String admin;

    private static final class OneEngine implements Engines {
        private CompletableFuture<List<Engine>> answer = CompletableFuture.completedFuture(List.of(new Engine(
                "b1",
                EngineKind.LLAMA_SERVER,
                "0.7.0",
                "0.7.0",
                List.of("cpu"),
                List.of(),
                "an archive that was added",
                "/opt/data/engines/llama-server",
                null,
                true,
                true,
                List.of(),
                List.of("i-1"),
                null)));

        @Override
        public CompletableFuture<List<Engine>> list() {
            return answer;
        }

        @Override
        public CompletableFuture<Engine> add(EngineSource source) {
            throw new AssertionError("no route adds");
        }

        @Override
        public CompletableFuture<Void> remove(String name) {
            throw new AssertionError("no route removes");
        }

        @Override
        public CompletableFuture<Void> use(String name, String model) {
            throw new AssertionError("no route chooses");
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        admin = "X-Paddock-Admin-Token: "
                + Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void engines_are_listed_and_only_the_admin_sees_paths() throws Exception {
        server.servlet.bindEngines(new OneEngine());

        RawClient.Reply open = RawClient.get(server.port(), ENGINES);
        RawClient.Reply all = RawClient.get(server.port(), ENGINES, admin);

        assertEquals(200, open.status());
        assertTrue(open.body().contains("\"kind\":\"llama_server\""), open.body());
        assertFalse(open.body().contains("/opt/data"), open.body());
        assertTrue(all.body().contains("/opt/data/engines/llama-server"), all.body());
    }

    @Test
    void without_a_backend_with_engines_the_list_is_empty() throws Exception {
        OneEngine gone = new OneEngine();
        server.servlet.bindEngines(gone);
        server.servlet.unbindEngines(gone);

        assertTrue(RawClient.get(server.port(), ENGINES).body().contains("\"items\":[]"));
    }

    @Test
    void nothing_is_changed_over_http_and_a_failure_is_a_problem() throws Exception {
        OneEngine busy = new OneEngine();
        busy.answer = CompletableFuture.failedFuture(new InferenceException(ErrorCode.AT_CAPACITY, "try again"));
        server.servlet.bindEngines(busy);

        assertEquals(503, RawClient.get(server.port(), ENGINES).status());
        assertEquals(405, RawClient.post(server.port(), ENGINES, "{}", admin).status());
    }
}
