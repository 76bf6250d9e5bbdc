// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no web page gets through, and bodies that are too large or of another type. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
    private static final String ENSURE = "/api/v1/endpoints";
    private static final String CHAT = "/v1/chat/completions";
    private static final String GOOD = "{\"request\":{\"target_preference\":{\"backend\":\"fake\"}}}";

    private EdgeServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "box",
                "box:9001",
                "192.168.0.7:8080",
                "0.0.0.0:8080",
                "[::2]",
                "paddock.example.evil"
            })
    void foreign_hosts_are_refused_on_every_route(String host) throws Exception {
        for (Route route : server.servlet.routes()) {
            String path = route.template().replaceAll("[{}]", "");
            RawClient.Reply reply = RawClient.once(
                    server.port(), route.method(), path, route.method().equals("POST") ? "{}" : null, "Host: " + host);
            assertEquals(403, reply.status(), route.template());
            assertTrue(reply.body().contains("foreign_origin"), reply.body());
        }
        assertEquals(
                403, RawClient.get(server.port(), "/nowhere", "Host: " + host).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:1",
                "127.0.0.1",
                "127.1.2.3:99",
                "[::1]:8080",
                "paddock.example",
                "Paddock.Example:80",
                "box:9000"
            })
    void our_own_hosts_are_taken(String host) throws Exception {
        assertEquals(
                200, RawClient.get(server.port(), "/healthz", "Host: " + host).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://evil.example",
                "https://127.0.0.1.evil.example",
                "file://",
                "chrome-extension://abc",
                "",
                "http://localhost@evil.example",
                "http://user@localhost",
                "localhost"
            })
    void foreign_origins_are_refused(String origin) throws Exception {
        RawClient.Reply reply = RawClient.post(server.port(), ENSURE, GOOD, "Origin: " + origin);
        assertProblem(reply, 403, "foreign_origin", null);
        assertEquals(
                403,
                RawClient.get(server.port(), "/healthz", "Origin: " + origin).status());
        reply = RawClient.post(server.port(), CHAT, "{\"model\":\"tiny\"}", "Origin: " + origin);
        assertEquals(403, reply.status());
        assertEquals("permission_error", json(reply).at("/error/type").textValue());
    }

    @Test
    void our_own_origins_are_taken_without_cors_headers() throws Exception {
        for (String origin : List.of("http://localhost:3000", "https://[::1]", "http://paddock.example")) {
            RawClient.Reply reply = RawClient.get(server.port(), "/healthz", "Origin: " + origin);
            assertEquals(200, reply.status());
            assertTrue(reply.headers().keySet().stream().noneMatch(name -> name.startsWith("access-control")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/json; charset=utf-16",
                "application/jsonp",
                "text/json",
                ""
            })
    void bodies_of_other_types_are_refused(String type) throws Exception {
        assertProblem(
                RawClient.post(server.port(), ENSURE, GOOD, "Content-Type: " + type),
                415,
                "unsupported_media_type",
                null);
        assertEquals(
                415,
                RawClient.post(server.port(), CHAT, "{\"model\":\"tiny\"}", "Content-Type: " + type)
                        .status());
    }

    @Test
    void compressed_bodies_are_refused() throws Exception {
        assertEquals(
                415,
                RawClient.post(server.port(), ENSURE, GOOD, "Content-Encoding: gzip")
                        .status());
    }

    @Test
    void a_charset_of_utf_8_is_taken() throws Exception {
        assertEquals(
                201,
                RawClient.post(server.port(), ENSURE, GOOD, "Content-Type: Application/JSON; charset=UTF-8")
                        .status());
    }

    @Test
    void a_body_of_10_mib_gets_a_clear_answer() throws Exception {
        String body = "{\"pad\":\"" + "x".repeat(10 << 20) + "\"}";
        assertProblem(RawClient.post(server.port(), ENSURE, body), 413, "body_too_large", null);
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, body);
        assertEquals(413, reply.status());
        assertEquals("body_too_large", json(reply).at("/error/code").textValue());
    }

    @Test
    void a_chunked_body_of_10_mib_gets_a_clear_answer() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.write("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                client.write("100000\r\n" + "x".repeat(1 << 20) + "\r\n");
            }
            client.write("0\r\n\r\n");
            assertEquals(413, client.reply().status());
        }
    }

    @Test
    void a_client_that_asks_first_need_not_send_a_body_that_is_too_large() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.write("POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 10485760\r\n\r\n");
            assertEquals(413, client.reply().status());
        }
    }

    private static void assertProblem(RawClient.Reply reply, int status, String code, String field) throws IOException {
        assertEquals(status, reply.status(), reply.body());
        assertEquals("application/problem+json", reply.header("content-type"));
        JsonNode problem = json(reply);
        assertEquals(code, problem.get("code").textValue(), reply.body());
        assertEquals(status, problem.get("status").intValue());
        assertEquals(field, problem.get("field").textValue(), reply.body());
        assertEquals(reply.header("x-request-id"), problem.get("request_id").textValue());
        assertNull(problem.get("trace"));
    }

    private static JsonNode json(RawClient.Reply reply) throws IOException {
        return new ObjectMapper().readTree(reply.body());
    }
}
