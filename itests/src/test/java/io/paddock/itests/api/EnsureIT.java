// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.itests.support.Answer;
import io.paddock.itests.support.EnsureBody;
import io.paddock.itests.support.Paddock;
import io.paddock.itests.support.SharedPaddock;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPaddock.class)
class EnsureIT {
    private static final String DEMO = "paddock-demo";

    @Test
    void the_full_call_answers_with_endpoint_lease_and_compatibility(Paddock paddock) throws Exception {
        Answer answer = paddock.post("/api/v1/endpoints", EnsureBody.full(DEMO, "run-123", 30_000));

        assertEquals(201, answer.status(), answer.body());
        JsonNode json = answer.json();
        assertEquals("openai_chat_completions", json.at("/endpoint/protocol").asText());
        assertEquals("runtime_managed", json.at("/endpoint/management_mode").asText());
        assertEquals("self_hosted_endpoint", json.at("/endpoint/target_class").asText());
        assertEquals("service", json.at("/endpoint/runtime_kind").asText());
        assertEquals(DEMO, json.at("/endpoint/model_identity").asText());
        assertEquals("boundary-123", json.at("/endpoint/boundary_ref").asText());
        assertEquals(json.at("/lease/lease_ref"), json.at("/endpoint/lease_ref"));
        assertTrue(json.at("/endpoint/endpoint_generation").asLong() >= 1, answer.body());
        assertEquals("run-123", json.at("/lease/owner_ref").asText());
        assertEquals(30_000, json.at("/lease/ttl_ms").asLong());
        assertTrue(json.at("/compatibility/compatible").asBoolean(), answer.body());
        assertEquals("protocol_match", json.at("/compatibility/reason").asText());
        assertEquals(
                paddock.uri("/v1").toString(),
                json.at("/endpoint/gateway/base_url").asText());
        assertEquals(DEMO, json.at("/endpoint/gateway/model").asText());
        assertFalse(json.at("/instance_id").asText().isEmpty(), answer.body());
        assertTrue(json.at("/reused").isBoolean(), answer.body());
        release(paddock, json.at("/lease/lease_ref").asText(), "run-123", 204);
    }

    @Test
    void the_published_endpoint_answers_a_chat_with_its_headers(Paddock paddock) throws Exception {
        JsonNode json =
                paddock.post("/api/v1/endpoints", EnsureBody.forModel(DEMO)).json();
        JsonNode endpoint = json.at("/endpoint");
        HttpRequest.Builder chat = HttpRequest.newBuilder(
                        URI.create(endpoint.at("/base_url").asText() + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + DEMO
                        + "\",\"max_tokens\":8,\"messages\":[{\"role\":\"user\",\"content\":\"What is Paddock?\"}]}"));
        endpoint.at("/headers")
                .properties()
                .forEach(h -> chat.header(h.getKey(), h.getValue().asText()));

        Answer answer = paddock.send(chat);

        assertEquals(200, answer.status(), answer.body());
        assertFalse(answer.text("/choices/0/message/content").isBlank(), answer.body());
        release(
                paddock,
                json.at("/lease/lease_ref").asText(),
                json.at("/lease/owner_ref").asText(),
                204);
    }

    @Test
    void a_second_call_shares_the_instance_and_gets_a_lease_of_its_own(Paddock paddock) throws Exception {
        JsonNode first = paddock.post("/api/v1/endpoints", EnsureBody.full(DEMO, "a", 30_000))
                .json();
        JsonNode second = paddock.post("/api/v1/endpoints", EnsureBody.full(DEMO, "b", 30_000))
                .json();

        assertEquals(first.at("/instance_id"), second.at("/instance_id"));
        assertTrue(second.at("/reused").asBoolean());
        assertNotEquals(first.at("/lease/lease_ref"), second.at("/lease/lease_ref"));
        release(paddock, first.at("/lease/lease_ref").asText(), "a", 204);
        release(paddock, second.at("/lease/lease_ref").asText(), "b", 204);
    }

    @Test
    void a_lease_is_renewed_and_released_by_its_owner_only(Paddock paddock) throws Exception {
        JsonNode json = paddock.post("/api/v1/endpoints", EnsureBody.full(DEMO, "mine", 30_000))
                .json();
        String ref = json.at("/lease/lease_ref").asText();

        Answer foreign = paddock.post("/api/v1/leases/" + ref + "/renew", "{\"owner_ref\":\"theirs\",\"ttl_ms\":1000}");
        assertEquals(403, foreign.status(), foreign.body());
        assertEquals("not_lease_owner", foreign.text("/code"));
        release(paddock, ref, "theirs", 403);

        Answer renewed = paddock.post("/api/v1/leases/" + ref + "/renew", "{\"owner_ref\":\"mine\",\"ttl_ms\":60000}");
        assertEquals(200, renewed.status(), renewed.body());
        assertTrue(
                renewed.json().at("/expires_at_ms").asLong()
                        > json.at("/lease/expires_at_ms").asLong(),
                renewed.body());
        release(paddock, ref, "mine", 204);
        release(paddock, ref, "mine", 204);
        Answer gone = paddock.post("/api/v1/leases/" + ref + "/renew", "{\"owner_ref\":\"mine\"}");
        assertEquals(404, gone.status(), gone.body());
        assertEquals("lease_not_found", gone.text("/code"));
    }

    @Test
    void lists_hold_no_secret(Paddock paddock) throws Exception {
        JsonNode json = paddock.post("/api/v1/endpoints", EnsureBody.full(DEMO, "lister", 30_000))
                .json();
        String secret = json.at("/endpoint/headers")
                .properties()
                .iterator()
                .next()
                .getValue()
                .asText();

        for (String list : new String[] {"backends", "instances", "leases"}) {
            Answer answer = paddock.get("/api/v1/" + list);
            assertEquals(200, answer.status(), answer.body());
            assertTrue(answer.json().at("/items").isArray(), answer.body());
            assertFalse(answer.body().contains(secret.replace("Bearer ", "")), list + " shows a secret");
            assertFalse(answer.body().contains(paddock.home().toString()), list + " shows a path");
        }
        release(paddock, json.at("/lease/lease_ref").asText(), "lister", 204);
    }

    @Test
    void an_incompatible_consumer_learns_everything_that_does_not_fit(Paddock paddock) throws Exception {
        String body = """
                {"request": {"target_preference": {"backend": "llamacpp"}},
                 "consumer": {"consumer": "picky", "accepted_runtime_kinds": ["service"],
                              "accepted_management_modes": ["externally_managed"],
                              "accepted_protocols": ["openai_chat_completions"],
                              "required_capabilities": {"vision": true}}}
                """;

        Answer answer = paddock.post("/api/v1/endpoints", body);

        assertEquals(409, answer.status(), answer.body());
        assertEquals("incompatible", answer.text("/code"));
        assertEquals("management_mode_mismatch", answer.text("/compatibility/reason"));
        assertEquals(2, answer.json().at("/compatibility/mismatches").size(), answer.body());
    }

    private static void release(Paddock paddock, String ref, String owner, int expected) throws Exception {
        Answer answer =
                paddock.send(HttpRequest.newBuilder(paddock.uri("/api/v1/leases/" + ref + "?owner_ref=" + owner))
                        .DELETE());
        assertEquals(expected, answer.status(), answer.body());
    }
}
