// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the demo says to the runtime: resolve an endpoint, ask through the gateway, release the lease. */
final class DemoCalls {
    private static final String OWNER = "paddock-demo-run";
    private static final int TTL_MS = 120_000;
    private static final int WAIT_MS = 60_000;
    private static final int MAX_TOKENS = 160;
    private static final List<String> ENDPOINT_FIELDS =
            List.of("endpoint_id", "base_url", "protocol", "model_identity", "management_mode", "lease_ref");
    private static final List<String> LEASE_FIELDS = List.of("lease_ref", "owner_ref", "ttl_ms", "state");
    private static final List<String> COMPATIBILITY_FIELDS =
            List.of("compatible", "reason", "resolved_management_mode", "resolved_protocol", "warnings");

    private final Calls calls;
    private final String model;

    DemoCalls(Calls calls, String model) {
        this.calls = calls;
        this.model = model;
    }

    /** The body of the call that resolves the endpoint. */
    ObjectNode ensureRequest() {
        ObjectNode root = Json.object();
        ObjectNode request = root.putObject("request");
        request.put("request_id", "demo-1");
        ObjectNode target = request.putObject("target_preference");
        target.put("target_class", "self_hosted_endpoint").put("backend", "llamacpp");
        target.putObject("backend_options").put("model_identity", model);
        ObjectNode consumer = root.putObject("consumer");
        consumer.put("consumer", "paddock-demo");
        consumer.putArray("accepted_runtime_kinds").add("service");
        consumer.putArray("accepted_management_modes").add("runtime_managed").add("externally_managed");
        consumer.putArray("accepted_protocols").add("openai_chat_completions");
        consumer.putObject("required_capabilities").put("streaming", true);
        root.putObject("lease").put("owner_ref", OWNER).put("ttl_ms", TTL_MS);
        return root.put("wait_ms", WAIT_MS);
    }

    JsonNode ensure(JsonNode request) throws CliFailure, IOException {
        Answer answer = calls.post("/api/v1/endpoints", request.toString());
        if (answer.status() != 201) {
            throw new CliFailure("no endpoint for " + model + ": " + answer.reason());
        }
        return answer.json();
    }

    /** What of the answer a reader wants to see. */
    static ObjectNode shortened(JsonNode answer) {
        ObjectNode shown = Json.object();
        shown.set("endpoint", only(answer.path("endpoint"), ENDPOINT_FIELDS));
        shown.set("lease", only(answer.path("lease"), LEASE_FIELDS));
        shown.set("compatibility", only(answer.path("compatibility"), COMPATIBILITY_FIELDS));
        shown.set("instance_id", answer.path("instance_id"));
        shown.set("reused", answer.path("reused"));
        return shown;
    }

    private static ObjectNode only(JsonNode node, List<String> fields) {
        ObjectNode kept = Json.object();
        fields.stream().filter(node::has).forEach(field -> kept.set(field, node.get(field)));
        return kept;
    }

    /** Whether the model can be chatted with: one without a chat template only goes on with a text. */
    boolean chats() throws CliFailure, IOException {
        Answer answer = calls.get("/api/v1/models");
        for (JsonNode listed : answer.json().path("items")) {
            if (listed.path("id").asText().equals(model)) {
                return listed.path("metadata").path("chat_template").asBoolean(true);
            }
        }
        return true;
    }

    void chat(String prompt, ChatStream stream) throws CliFailure, IOException {
        ObjectNode body = completion();
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        stream("/v1/chat/completions", body, stream);
    }

    /** Has the model go on with {@code text}. */
    void complete(String text, ChatStream stream) throws CliFailure, IOException {
        stream("/v1/completions", completion().put("prompt", text), stream);
    }

    private ObjectNode completion() {
        ObjectNode body = Json.object().put("model", model).put("stream", true);
        body.put("temperature", 0).put("max_tokens", MAX_TOKENS);
        body.putObject("stream_options").put("include_usage", true);
        return body;
    }

    private void stream(String route, ObjectNode body, ChatStream stream) throws CliFailure, IOException {
        Answer answer = calls.postForLines(route, body.toString(), stream);
        if (!answer.ok()) {
            throw new CliFailure("the gateway refused to answer: " + answer.reason());
        }
        stream.requireWhole();
    }

    /** Gives the lease back and returns the status of the answer. */
    int release(String leaseRef) throws CliFailure, IOException {
        Answer answer = calls.delete(
                "/api/v1/leases/" + URLEncoder.encode(leaseRef, StandardCharsets.UTF_8) + "?owner_ref=" + OWNER);
        if (!answer.ok()) {
            throw new CliFailure("the lease was not released: " + answer.reason());
        }
        return answer.status();
    }
}
