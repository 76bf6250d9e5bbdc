// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.LogQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The route that shows what an engine's process wrote, and follows it. */
@Timeout(60)
class LogRoutesTest {
    @TempDir
    Path folder;

    private EdgeServer server;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder).idleMs(400));
        admin = "Authorization: Bearer "
                + Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode get(String path, String... headers) throws IOException {
        RawClient.Reply reply = RawClient.get(server.port(), path, headers);
        assertEquals(200, reply.status(), reply.body());
        return new ObjectMapper().readTree(reply.body());
    }

    private static void assertField(RawClient.Reply reply, int status, String code, String field) throws IOException {
        assertEquals(status, reply.status(), reply.body());
        JsonNode problem = new ObjectMapper().readTree(reply.body());
        assertEquals(code, problem.get("code").textValue(), reply.body());
        assertEquals(field, problem.get("field").textValue(), reply.body());
        assertFalse(problem.get("detail").textValue().isBlank());
    }

    @Test
    void logs_are_for_the_admin() throws Exception {
        assertField(RawClient.get(server.port(), "/api/v1/instances/in-1/logs"), 401, "admin_token_required", null);
        JsonNode log = get("/api/v1/instances/in-1/logs", admin);
        assertEquals(LogQuery.last("in-1", 100), server.kernel.logQuery);
        assertEquals("stderr", log.at("/items/0/stream").textValue());
        assertEquals("loading /srv/models/tiny.gguf", log.at("/items/0/text").textValue());
        assertEquals(7, log.get("next").longValue());
        assertEquals(2, log.get("lost").longValue());
        assertFalse(log.get("ended").booleanValue());
        get("/api/v1/instances/in-1/logs?tail=7&after=0&wait_ms=20", admin);
        assertEquals(new LogQuery("in-1", 0L, 7, Duration.ofMillis(20)), server.kernel.logQuery);
        assertField(RawClient.get(server.port(), "/api/v1/instances/no/logs", admin), 404, "instance_not_found", null);
    }

    @ParameterizedTest
    @CsvSource({
        "tail=0,422,invalid_value,tail",
        "tail=201,422,invalid_value,tail",
        "tail=x,422,invalid_value,tail",
        "after=-1,422,invalid_value,after",
        "wait_ms=5,422,invalid_value,after",
        "after=1&wait_ms=60001,422,invalid_value,wait_ms",
        "follow=true,400,unknown_field,follow"
    })
    void bad_wishes_for_a_log_are_refused_by_name(String query, int status, String code, String field)
            throws Exception {
        assertField(RawClient.get(server.port(), "/api/v1/instances/in-1/logs?" + query, admin), status, code, field);
        assertNull(server.kernel.logQuery);
    }

    @Test
    void who_follows_a_log_and_leaves_is_let_go() throws Exception {
        server.kernel.logPage = new CompletableFuture<>();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            client.getOutputStream()
                    .write(("GET /api/v1/instances/in-1/logs?after=7&wait_ms=60000 HTTP/1.1\r\nHost: localhost\r\n"
                                    + admin + "\r\n\r\n")
                            .getBytes(US_ASCII));
            Eventually.becomes("it waits", () -> server.kernel.logQuery != null);
        }
        Eventually.becomes("it is let go", () -> server.kernel.logPage.isDone());
    }
}
