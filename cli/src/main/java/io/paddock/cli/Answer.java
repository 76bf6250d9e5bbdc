// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the runtime answered.
 *
 * @param status HTTP status
 * @param body its text, empty when there was none
 */
record Answer(int status, String body) {
    boolean ok() {
        return status >= 200 && status < 300;
    }

    /** The body as a tree; a missing node when it is no JSON. */
    JsonNode json() {
        return Json.parse(body);
    }

    /** What went wrong, in words: the detail and code of a problem, or the plain status. */
    String reason() {
        JsonNode json = json();
        JsonNode error = json.path("error").isObject() ? json.path("error") : json;
        String text = error.path("detail").asText(error.path("message").asText(""));
        String code = error.path("code").asText("");
        if (text.isEmpty()) {
            return "HTTP " + status;
        }
        return code.isEmpty() ? text : text + " (" + code + ")";
    }
}
