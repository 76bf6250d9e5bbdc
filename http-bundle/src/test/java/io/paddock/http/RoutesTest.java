// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.BackendState;
import io.paddock.api.EnsureRequest;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RoutesTest {
    private static final String GOOD = "{\"request\":{\"target_preference\":{\"backend\":\"fake\","
            + "\"backend_options\":{\"ctx_size\":512,\"model_identity\":\"tiny\"}}},\"wait_ms\":7}";

    @TempDir
    Path folder;

    private EdgeServer server;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        server = new EdgeServer(EdgeServer.Setup.in(folder));
        admin = "Authorization: Bearer "
                + Files.readString(folder.resolve("paddock/admin.token")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void ensure_answers_with_endpoint_gateway_lease_and_compatibility() throws Exception {
        server.kernel.headers.put("Authorization", "Bearer engine-key");
        RawClient.Reply reply = RawClient.post(server.port(), "/api/v1/endpoints", GOOD, "Host: localhost:8080");
        assertEquals(201, reply.status(), reply.body());
        JsonNode answer = json(reply);
        assertEquals("http://127.0.0.1:1/v1", answer.at("/endpoint/base_url").textValue());
        assertEquals(
                "http://localhost:8080/v1",
                answer.at("/endpoint/gateway/base_url").textValue());
        assertEquals("tiny", answer.at("/endpoint/gateway/model").textValue());
        assertEquals(
                "Bearer engine-key",
                answer.at("/endpoint/headers/Authorization").textValue());
        assertEquals("lease-0123456789-1", answer.at("/lease/lease_ref").textValue());
        assertEquals("protocol_match", answer.at("/compatibility/reason").textValue());
        assertEquals("in-1", answer.get("instance_id").textValue());
        assertFalse(answer.get("reused").booleanValue());
        EnsureRequest asked = server.kernel.ensured.get(0);
        assertEquals(512, asked.request().targetPreference().backendOptions().get("ctx_size"));
        assertEquals(Duration.ofMillis(7), asked.patience());
    }

    @ParameterizedTest
    @CsvSource({
        "BACKEND_NOT_REGISTERED,404,",
        "MODEL_NOT_FOUND,404,",
        "AT_CAPACITY,503,1",
        "DRAINING,503,1",
        "WAIT_EXPIRED,503,1",
        "ENGINE_UNAVAILABLE,503,1",
        "LAUNCH_FAILED,502,",
        "READINESS_TIMEOUT,502,",
        "BACKEND_FAILED,502,",
        "UNSUPPORTED_EXECUTION_SURFACE,422,",
        "UNSUPPORTED_CONTRACT_VERSION,422,",
        "INTERNAL,500,"
    })
    void failures_of_the_kernel_have_their_status(ErrorCode code, int status, String retryAfter) throws Exception {
        server.kernel.ensuring = request -> FakeKernel.failed(code, "it is so");
        RawClient.Reply reply = RawClient.post(server.port(), "/api/v1/endpoints", GOOD);
        assertEquals(status, reply.status());
        assertEquals(code.wireName(), json(reply).get("code").textValue());
        assertEquals(retryAfter, reply.header("retry-after"));
    }

    @Test
    void retry_after_is_rounded_up_to_whole_seconds() throws Exception {
        server.kernel.ensuring = request -> CompletableFuture.failedFuture(
                new InferenceException(Problem.retryable(ErrorCode.AT_CAPACITY, "full", Duration.ofMillis(2001))));
        assertEquals(
                "3", RawClient.post(server.port(), "/api/v1/endpoints", GOOD).header("retry-after"));
    }

    @Test
    void incompatible_is_409_with_the_answer() throws Exception {
        server.kernel.ensuring = request -> CompletableFuture.failedFuture(
                new InferenceException(Problem.incompatible("they do not fit", Samples.refuses())));
        RawClient.Reply reply = RawClient.post(server.port(), "/api/v1/endpoints", GOOD);
        assertEquals(409, reply.status());
        assertEquals(
                "backend_unregistered", json(reply).at("/compatibility/reason").textValue());
    }

    @Test
    void lists_have_items() throws Exception {
        assertEquals("fake", item("/api/v1/backends").at("/manifest/backend").textValue());
        assertEquals("available", item("/api/v1/backends").get("state").textValue());
        assertEquals("tiny", item("/api/v1/models").get("id").textValue());
        assertEquals("in-1", item("/api/v1/instances").get("instance_id").textValue());
        assertEquals("me", item("/api/v1/leases").get("owner_ref").textValue());
    }

    @Test
    void handles_of_leases_are_shown_whole_to_the_admin_only() throws Exception {
        assertEquals("lease-012345…", item("/api/v1/leases").get("lease_ref").textValue());
        assertEquals(
                "lease-0123456789-secret",
                item("/api/v1/leases", admin).get("lease_ref").textValue());
    }

    @Test
    void file_paths_and_headers_are_not_shown() throws Exception {
        server.kernel.headers.put("Authorization", "Bearer engine-key");
        for (String path : List.of("/api/v1/instances", "/api/v1/instances/in-1")) {
            String body = RawClient.get(server.port(), path).body();
            assertFalse(body.contains("gguf"), body);
            assertFalse(body.contains("engine-key"), body);
            assertTrue(body.contains("loaded '(path)' from http://127.0.0.1:9/v1/models"), body);
            assertTrue(body.contains("\"ratio\":\"1/2\""), body);
            String all = RawClient.get(server.port(), path, admin).body();
            assertTrue(all.contains("/srv/models/tiny.gguf"), all);
            assertFalse(all.contains("engine-key"), all);
        }
    }

    @Test
    void an_unknown_instance_is_404() throws Exception {
        RawClient.Reply reply = RawClient.get(server.port(), "/api/v1/instances/none");
        assertEquals(404, reply.status());
        assertEquals("instance_not_found", json(reply).get("code").textValue());
        assertEquals(
                404,
                RawClient.once(server.port(), "DELETE", "/api/v1/instances/none", null, admin)
                        .status());
    }

    @Test
    void stopping_is_204_when_done_and_202_while_it_takes() throws Exception {
        RawClient.Reply reply =
                RawClient.once(server.port(), "DELETE", "/api/v1/instances/in-1?force=true", null, admin);
        assertEquals(204, reply.status());
        assertEquals(List.of("in-1", true), server.kernel.stopped);
        server.kernel.stopping = new CompletableFuture<>();
        reply = RawClient.once(server.port(), "DELETE", "/api/v1/instances/in-1", null, admin);
        assertEquals(202, reply.status());
        assertEquals(List.of("in-1", false), server.kernel.stopped);
    }

    @Test
    void renewing_needs_the_owner_and_a_good_ttl() throws Exception {
        String path = "/api/v1/leases/lease-1/renew";
        RawClient.Reply reply = RawClient.post(server.port(), path, "{\"owner_ref\":\"me\",\"ttl_ms\":5000}");
        assertEquals(200, reply.status());
        assertEquals("lease-1", json(reply).get("lease_ref").textValue());
        assertEquals(Duration.ofSeconds(5), server.kernel.renewed);
        assertEquals(
                200,
                RawClient.post(server.port(), path, "{\"owner_ref\":\"me\"}").status());
        assertNull(server.kernel.renewed);
        assertField(RawClient.post(server.port(), path, "{\"ttl_ms\":1}"), 400, "missing_field", "owner_ref");
        assertField(
                RawClient.post(server.port(), path, "{\"owner_ref\":\"me\",\"ttl_ms\":0}"),
                422,
                "invalid_value",
                "ttl_ms");
        assertField(
                RawClient.post(server.port(), path, "{\"owner_ref\":\"you\",\"ttl_ms\":1}"),
                403,
                "not_lease_owner",
                null);
    }

    @Test
    void releasing_needs_the_owner() throws Exception {
        String path = "/api/v1/leases/lease%2D1";
        assertEquals(
                204,
                RawClient.once(server.port(), "DELETE", path + "?x=1&owner_ref=a%20b", null)
                        .status());
        assertEquals(List.of("lease-1"), server.kernel.released);
        assertField(RawClient.once(server.port(), "DELETE", path, null), 400, "missing_field", "owner_ref");
        assertField(
                RawClient.once(server.port(), "DELETE", path + "?owner_ref=other", null), 403, "not_lease_owner", null);
    }

    @Test
    void compatibility_is_always_200() throws Exception {
        RawClient.Reply reply =
                RawClient.post(server.port(), "/api/v1/compatibility", "{\"backend\":\"fake\",\"consumer\":{}}");
        assertEquals(200, reply.status());
        assertTrue(json(reply).get("compatible").booleanValue());
        reply = RawClient.post(server.port(), "/api/v1/compatibility", "{\"backend\":\"none\"}");
        assertEquals(200, reply.status());
        assertEquals("backend_unregistered", json(reply).get("reason").textValue());
        assertField(RawClient.post(server.port(), "/api/v1/compatibility", "{}"), 400, "missing_field", "backend");
    }

    @Test
    void compatibility_may_be_asked_about_one_model() throws Exception {
        RawClient.Reply reply =
                RawClient.post(server.port(), "/api/v1/compatibility", "{\"backend\":\"fake\",\"model\":\"tiny\"}");
        assertTrue(json(reply).get("compatible").booleanValue(), reply.body());
        reply = RawClient.post(server.port(), "/api/v1/compatibility", "{\"backend\":\"fake\",\"model\":\"other\"}");
        assertEquals("backend_unregistered", json(reply).get("reason").textValue());
        assertField(
                RawClient.post(
                        server.port(), "/api/v1/compatibility", "{\"backend\":\"fake\",\"model\":\"/etc/passwd\"}"),
                422,
                "invalid_value",
                "model");
    }

    @Test
    void readiness_tells_the_truth() throws Exception {
        assertEquals(
                "{\"status\":\"ok\"}", RawClient.get(server.port(), "/healthz").body());
        assertEquals(200, RawClient.get(server.port(), "/readyz").status());
        server.kernel.state = BackendState.UNAVAILABLE;
        RawClient.Reply reply = RawClient.get(server.port(), "/readyz");
        assertEquals(503, reply.status());
        assertTrue(json(reply).get("reason").textValue().contains("available"));
        assertEquals("unavailable", json(reply).at("/backends/fake").textValue());
        assertEquals(200, RawClient.get(server.port(), "/healthz").status());
    }

    @Test
    void head_is_get_without_the_body() throws Exception {
        RawClient.Reply reply = RawClient.once(server.port(), "HEAD", "/healthz", null);
        assertEquals(200, reply.status());
        assertEquals("", reply.body());
    }

    @Test
    void openai_models_name_the_backend_as_owner() throws Exception {
        JsonNode list = json(RawClient.get(server.port(), "/v1/models"));
        assertEquals("list", list.get("object").textValue());
        JsonNode model = list.at("/data/0");
        assertEquals("tiny", model.get("id").textValue());
        assertEquals("model", model.get("object").textValue());
        assertEquals("fake", model.get("owned_by").textValue());
        assertTrue(model.get("created").longValue() > 1_600_000_000L);
    }

    private JsonNode item(String path, String... headers) throws IOException {
        RawClient.Reply reply = RawClient.get(server.port(), path, headers);
        assertEquals(200, reply.status(), reply.body());
        JsonNode list = json(reply);
        assertTrue(list.get("next").isNull());
        return list.at("/items/0");
    }

    private static void assertField(RawClient.Reply reply, int status, String code, String field) throws IOException {
        assertEquals(status, reply.status(), reply.body());
        assertEquals(code, json(reply).get("code").textValue());
        assertEquals(field, json(reply).get("field").textValue());
    }

    private static JsonNode json(RawClient.Reply reply) throws IOException {
        return new ObjectMapper().readTree(reply.body());
    }
}
