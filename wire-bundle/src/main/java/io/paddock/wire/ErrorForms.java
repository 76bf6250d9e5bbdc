// SPDX-License-Identifier: Apache-2.0
package io.paddock.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.api.ErrorCode;
import io.paddock.api.Problem;

/** How a failure looks to clients: problem details on the control routes, OpenAI's error object on the gateway. */
final class ErrorForms {
    private static final String MODEL_FIELD = "request.model_preference.id";

    private ErrorForms() {}

    static ObjectNode problem(Problem problem, int status, String requestId, JsonNode compatibility) {
        String code = problem.code().wireName();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", "urn:paddock:problem:" + code);
        node.put("title", code.replace('_', ' '));
        node.put("status", status);
        node.put("code", code);
        node.put("detail", problem.detail());
        node.put("field", problem.field());
        ArrayNode errors = node.putArray("errors");
        if (problem.field() != null) {
            errors.addObject().put("field", problem.field()).put("code", code).put("detail", problem.detail());
        }
        node.put("request_id", requestId);
        if (!compatibility.isNull()) {
            node.set("compatibility", compatibility);
        }
        return node;
    }

    static ObjectNode openAi(Problem problem) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("error")
                .put("message", problem.detail())
                .put("type", openAiType(problem.code()))
                .put("param", param(problem.field()))
                .put("code", problem.code().wireName());
        return node;
    }

    /** The name that the client gave it. What the gateway itself added to the request is no parameter of a client. */
    private static String param(String field) {
        if (MODEL_FIELD.equals(field)) {
            return "model";
        }
        return field == null || field.startsWith("request.") ? null : field;
    }

    private static String openAiType(ErrorCode code) {
        return switch (code.kind()) {
            case CALLER ->
                switch (code) {
                    case ADMIN_TOKEN_REQUIRED -> "authentication_error";
                    case NOT_LEASE_OWNER, FOREIGN_ORIGIN -> "permission_error";
                    default -> "invalid_request_error";
                };
            case CAPACITY, BACKEND, KERNEL -> "server_error";
        };
    }
}
