// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong in themselves, and callers that may not do what they ask for. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestTest {
    private static final String ENSURE = "/api/v1/endpoints";
    private static final String CHAT = "/v1/chat/completions";
    private static final String GOOD = "{\"request\":{\"target_preference\":{\"backend\":\"fake\"}}}";

    private EdgeServer server;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        token = Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {                                                                 | 400 | malformed_request  |
            []                                                                | 400 | malformed_request  |
            {'request':{},'request':{}}                                       | 400 | malformed_request  |
            {}                                                                | 400 | missing_field      | request
            {'request':{'target_preference':{'backend':'fake','foo':1}}}      | 400 | unknown_field      | request.target_preference.foo
            {'request':{'target_preference':{'backend':7}}}                   | 422 | invalid_value      | request.target_preference.backend
            {'request':{'model_preference':{'id':'m'}},'lease':{'ttl_ms':-5}} | 422 | invalid_value      | lease.ttl_ms
            {'request':{'model_preference':{'id':'../../etc/passwd'}}}        | 422 | invalid_value      | request.model_preference.id
            {'request':{'model_preference':{'id':'/etc/passwd'}}}             | 422 | invalid_value      | request.model_preference.id
            {'request':{'model_preference':{'id':'C:\\\\x'}}}               | 422 | invalid_value      | request.model_preference.id
            {'request':{'target_preference':{'backend_options':{'model_identity':'a/../b'}}}}                     | 422 | invalid_value      | request.target_preference.backend_options.model_identity
            {'request':{'target_preference':{'backend_options':{'model_identity':5}}}}                            | 422 | invalid_value      | request.target_preference.backend_options.model_identity
            {'request':{'target_preference':{'backend_options':{'model_identity':'m','ctx_size':5}}}}             | 400 | missing_field      | request.target_preference.backend
            {'request':{'target_preference':{'backend':'fake','backend_options':{'program':'/bin/sh'}}}}          | 422 | option_not_allowed | request.target_preference.backend_options.program
            {'request':{'target_preference':{'backend':'fake','backend_options':{'launcher_args':['-x']}}}}       | 400 | unknown_field      | request.target_preference.backend_options.launcher_args
            """)
    void bad_ensure_requests_are_refused_by_name(String body, int status, String code, String field) throws Exception {
        int before = server.kernel.ensured.size();
        String text = body.replace('\'', '"');
        assertProblem(RawClient.post(server.port(), ENSURE, text), status, code, field);
        assertEquals(before, server.kernel.ensured.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {                                    | 400 | malformed_request |
            {'model':'tiny'} x                   | 400 | malformed_request |
            'model'                              | 400 | malformed_request |
            {'messages':[]}                      | 400 | missing_field     | model
            {'model':5}                          | 422 | invalid_value     | model
            {'model':null}                       | 422 | invalid_value     | model
            {'model':'tiny','stream':'yes'}      | 422 | invalid_value     | stream
            {'model':'tiny','model':'other'}     | 400 | malformed_request | model
            {'model':'../tiny.gguf'}             | 422 | invalid_value     | model
            {'model':'/models/tiny.gguf'}        | 422 | invalid_value     | model
            {'model':'file:///x'}                | 422 | invalid_value     | model
            {'model':'a\\u0000b'}               | 422 | invalid_value     | model
            {'model':' '}                        | 422 | invalid_value     | model
            """)
    void bad_gateway_requests_are_openai_errors(String body, int status, String code, String param) throws Exception {
        RawClient.Reply reply = RawClient.post(server.port(), CHAT, body.replace('\'', '"'));
        assertEquals(status, reply.status(), reply.body());
        JsonNode error = json(reply).get("error");
        assertEquals(code, error.get("code").textValue());
        assertEquals(param, error.get("param").textValue());
        assertEquals("invalid_request_error", error.get("type").textValue());
    }

    @Test
    void unknown_routes_are_404_and_wrong_methods_405_with_allow() throws Exception {
        for (String path : List.of(
                "/",
                "/api",
                "/api/v1",
                "/api/v1/backends/",
                "/api/v1/engines/nothing/more",
                "/api/v1/instances/in-1/nothing",
                "/v1/nothing")) {
            RawClient.Reply reply = RawClient.get(server.port(), path);
            assertEquals(404, reply.status(), path);
            assertTrue(reply.body().contains("route_not_found"), reply.body());
        }
        assertAllow("POST", "/healthz", "GET, HEAD");
        assertAllow("OPTIONS", ENSURE, "POST");
        assertAllow("GET", CHAT, "POST");
        assertAllow("PATCH", "/api/v1/instances/in-1", "DELETE, GET, HEAD");
        assertAllow("TRACE", "/healthz", "GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/a%2fb",
                "/..;/x",
                "/a%00",
                "/%zz",
                "/healthz/../x",
                "/a//b",
                "//healthz",
                "/api/v1/instances//"
            })
    void odd_urls_get_a_plain_client_error(String path) throws Exception {
        RawClient.Reply reply = RawClient.get(server.port(), path);
        assertTrue(reply.status() == 404 || reply.status() == 400, path + ": " + reply.status());
        assertFalse(reply.body().contains("\tat "), reply.body());
        assertFalse(reply.body().contains("io.paddock"), reply.body());
    }

    @Test
    void a_broken_escape_in_the_query_is_a_client_error() throws Exception {
        RawClient.Reply reply = RawClient.once(server.port(), "DELETE", "/api/v1/leases/x?owner_ref=%zz", null);
        assertTrue(reply.status() == 400, reply.body());
    }

    @Test
    void admin_routes_need_the_token() throws Exception {
        assertNoToken();
        assertNoToken("Authorization: Bearer wrong");
        assertNoToken("Authorization: Basic " + token);
        assertNoToken("X-Paddock-Admin-Token: " + token + "0");
        assertNoToken("X-Paddock-Admin-Token: ", "Authorization: Bearer " + token);
        String path = "/api/v1/instances/in-1";
        assertEquals(
                204,
                RawClient.once(server.port(), "DELETE", path, null, "Authorization: Bearer " + token)
                        .status());
        assertEquals(
                204,
                RawClient.once(server.port(), "DELETE", path, null, "X-Paddock-Admin-Token: " + token)
                        .status());
    }

    @Test
    void nothing_unexpected_tells_its_text() throws Exception {
        server.kernel.ensuring = request -> {
            throw new IllegalStateException("secret /etc/paddock");
        };
        try {
            RawClient.Reply reply = RawClient.post(server.port(), ENSURE, GOOD, "X-Request-Id: trace-7");
            assertProblem(reply, 500, "internal", null);
            assertFalse(reply.body().contains("secret"));
            assertEquals("trace-7", json(reply).get("request_id").textValue());
            reply = RawClient.post(server.port(), CHAT, "{\"model\":\"tiny\"}");
            assertEquals(500, reply.status());
            assertFalse(reply.body().contains("secret"));
        } finally {
            server.kernel.ensuring = server.kernel::grant;
        }
    }

    @Test
    void every_answer_has_a_request_id() throws Exception {
        assertEquals(
                "abc.1",
                RawClient.get(server.port(), "/healthz", "X-Request-Id: abc.1").header("x-request-id"));
        String made = RawClient.get(server.port(), "/nowhere", "X-Request-Id: not sane")
                .header("x-request-id");
        assertTrue(made.matches("[0-9a-f]{16}"), made);
        assertTrue(RawClient.get(server.port(), "/healthz", "X-Request-Id: " + "x".repeat(65))
                .header("x-request-id")
                .matches("[0-9a-f]{16}"));
        assertTrue(RawClient.get(server.port(), "/healthz", "Host: evil.example")
                .headers()
                .containsKey("x-request-id"));
    }

    private void assertAllow(String method, String path, String allow) throws IOException {
        String body = method.equals("POST") || method.equals("PATCH") ? "{}" : null;
        RawClient.Reply reply = RawClient.once(server.port(), method, path, body);
        assertEquals(405, reply.status(), method + " " + path);
        assertEquals(allow, reply.header("allow"));
    }

    private void assertNoToken(String... headers) throws IOException {
        server.kernel.stopped = List.of();
        RawClient.Reply reply = RawClient.once(server.port(), "DELETE", "/api/v1/instances/in-1", null, headers);
        assertProblem(reply, 401, "admin_token_required", null);
        assertEquals("Bearer", reply.header("www-authenticate"));
        assertEquals(
                401,
                RawClient.post(server.port(), "/api/v1/console", "{\"line\":\"x\"}", headers)
                        .status());
        assertEquals(List.of(), server.kernel.stopped);
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
