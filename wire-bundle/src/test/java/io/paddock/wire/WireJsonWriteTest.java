// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireJsonWriteTest {
    private final WireJson json = new WireJson();

    static Stream<Record> every_record() {
        return Stream.of(
                Samples.endpoint(),
                Samples.lease(),
                Samples.compatibility(),
                Samples.instance(),
                Samples.backend(),
                Samples.model(),
                Samples.ensured(Map.of()));
    }

    @ParameterizedTest
    @MethodSource("every_record")
    void what_is_written_reads_back_equal(Record value) {
        assertEquals(value, json.read(json.write(value).getBytes(UTF_8), value.getClass()));
        assertEquals(value, json.read(json.pretty(value).getBytes(UTF_8), value.getClass()));
    }

    @Test
    void names_are_snake_case_with_units() {
        JsonNode lease = json.tree(Samples.lease());
        assertEquals(30_000, lease.get("ttl_ms").intValue());
        assertEquals(1_700_000_030_000L, lease.get("expires_at_ms").longValue());
        assertEquals(1_700_000_000_000L, lease.get("granted_at_ms").longValue());
        JsonNode instance = json.tree(Samples.instance());
        assertEquals(1_700_000_000_900L, instance.get("ready_at_ms").longValue());
        assertEquals(2_000, instance.at("/last_error/retry_after_ms").intValue());
        assertEquals("launch_failed", instance.at("/last_error/code").textValue());
    }

    @Test
    void constants_have_wire_names_and_support_is_true_false_or_unknown() {
        JsonNode endpoint = json.tree(Samples.endpoint());
        assertEquals("runtime_managed", endpoint.get("management_mode").textValue());
        assertTrue(endpoint.at("/capabilities/streaming").booleanValue());
        assertEquals("unknown", endpoint.at("/capabilities/vision").textValue());
        assertFalse(json.tree(Samples.backend())
                .at("/manifest/capabilities/embeddings")
                .booleanValue());
    }

    @Test
    void known_fields_without_a_value_are_null() {
        JsonNode endpoint = json.tree(Samples.endpoint());
        assertTrue(endpoint.has("health_ref") && endpoint.get("health_ref").isNull());
    }

    @Test
    void equal_values_give_equal_text() {
        assertTrue(json.write(Samples.backend()).contains("\"startup_kinds\":[\"embedded\",\"spawned\"]"));
        assertTrue(json.write(Samples.endpoint()).contains("{\"streaming\":true,\"vision\":\"unknown\"}"));
    }

    @Test
    void headers_appear_in_the_ensure_answer_and_nowhere_else() throws Exception {
        Map<String, String> secret = Map.of("Authorization", "Bearer s3cret");
        assertFalse(json.write(Samples.endpoint(secret)).contains("s3cret"));
        assertFalse(json.pretty(List.of(Samples.endpoint(secret))).contains("s3cret"));
        assertFalse(json.write(Samples.ensured(secret)).contains("s3cret"));
        JsonNode answer = new ObjectMapper()
                .readTree(json.writeEnsure(Samples.ensured(secret), URI.create("http://127.0.0.1:8080/v1")));
        assertEquals(
                "Bearer s3cret", answer.at("/endpoint/headers/Authorization").textValue());
        assertEquals(
                "http://127.0.0.1:8080/v1",
                answer.at("/endpoint/gateway/base_url").textValue());
        assertEquals("paddock-demo", answer.at("/endpoint/gateway/model").textValue());
        assertTrue(answer.get("reused").booleanValue());
    }

    @Test
    void lists_have_items_and_next() {
        assertEquals("{\"items\":[{\"a\":1}],\"next\":null}", json.writeItems(List.of(Map.of("a", 1))));
    }

    @Test
    void a_problem_has_all_members() throws Exception {
        Problem problem = Problem.ofField(ErrorCode.INVALID_VALUE, "lease.ttl_ms", "ttl_ms must be positive");
        JsonNode node = new ObjectMapper().readTree(json.problem(problem, 422, "req-1"));
        assertEquals("urn:paddock:problem:invalid_value", node.get("type").textValue());
        assertEquals("invalid value", node.get("title").textValue());
        assertEquals(422, node.get("status").intValue());
        assertEquals("invalid_value", node.get("code").textValue());
        assertEquals("lease.ttl_ms", node.get("field").textValue());
        assertEquals("lease.ttl_ms", node.at("/errors/0/field").textValue());
        assertEquals("req-1", node.get("request_id").textValue());
        assertFalse(node.has("compatibility"));
    }

    @Test
    void an_incompatible_problem_carries_the_answer() throws Exception {
        Problem problem = Problem.incompatible("they do not fit", Samples.compatibility());
        JsonNode node = new ObjectMapper().readTree(json.problem(problem, 409, null));
        assertEquals("missing_streaming", node.at("/compatibility/reason").textValue());
        assertEquals(0, node.get("errors").size());
    }

    @Test
    void openai_clients_read_their_own_names_of_parameters() throws Exception {
        assertEquals("model", param("request.model_preference.id"));
        assertEquals("max_tokens", param("max_tokens"));
        assertTrue(new ObjectMapper()
                .readTree(json.openAiError(
                        Problem.ofField(ErrorCode.INVALID_VALUE, "request.target_preference.backend", "no")))
                .at("/error/param")
                .isNull());
    }

    private String param(String field) throws Exception {
        return new ObjectMapper()
                .readTree(json.openAiError(Problem.ofField(ErrorCode.INVALID_VALUE, field, "no")))
                .at("/error/param")
                .asText();
    }

    @Test
    void the_gateway_form_is_openai_s() throws Exception {
        JsonNode error = new ObjectMapper()
                .readTree(json.openAiError(Problem.ofField(ErrorCode.MODEL_NOT_FOUND, "model", "no such model")))
                .get("error");
        assertEquals("no such model", error.get("message").textValue());
        assertEquals("invalid_request_error", error.get("type").textValue());
        assertEquals("model", error.get("param").textValue());
        assertEquals("model_not_found", error.get("code").textValue());
        assertTrue(
                json.openAiError(Problem.of(ErrorCode.UPSTREAM_FAILED, "cut")).contains("\"server_error\""));
        assertTrue(json.openAiError(Problem.of(ErrorCode.FOREIGN_ORIGIN, "no")).contains("\"permission_error\""));
    }
}
