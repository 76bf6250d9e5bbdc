// SPDX-License-Identifier: Apache-2.0
package io.paddock.console.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;

/** Turns what an engine says about its failure into ours. */
final class UpstreamError {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LONGEST = 500;

    private UpstreamError() {}

    /** An error object inside the stream. */
    static InferenceException reported(JsonNode body) {
        return failed("The engine broke off: " + message(body, "it gave no reason"));
    }

    /** An answer that is not 200. */
    static InferenceException status(int status, String body) {
        return failed("The engine answered " + status + ": " + message(parse(body), "it gave no reason"));
    }

    /** The connection was lost or never there. */
    static InferenceException broken(Throwable cause) {
        Problem problem = Problem.of(
                ErrorCode.UPSTREAM_FAILED,
                "The connection to the engine failed (" + cause.getClass().getSimpleName()
                        + "). Ask again; paddock:instances shows how it is.");
        return new InferenceException(problem, cause);
    }

    /** The stream ended in the middle. */
    static InferenceException cut() {
        return failed("The engine closed the connection before the answer was whole. Ask again.");
    }

    private static InferenceException failed(String detail) {
        return new InferenceException(ErrorCode.UPSTREAM_FAILED, detail);
    }

    private static String message(JsonNode body, String otherwise) {
        JsonNode error = body.path("error");
        String text = error.isTextual() ? error.asText() : error.path("message").asText(otherwise);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    private static JsonNode parse(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return MAPPER.createObjectNode(); // not ours to show: it may be a page of markup
        }
    }
}
