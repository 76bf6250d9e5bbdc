// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import io.paddock.backend.http.ServerUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of a server that only look. Thread-safe.
 *
 * @param calls how it is called
 * @param base what {@code /chat/completions} follows
 * @param healthPath where it says how it is, after the root; empty when it must not be asked
 * @param headers what goes with each call
 */
record OpenAiServer(HttpCalls calls, URI base, String healthPath, CallHeaders headers) {
    Answer models(Deadline deadline) {
        return calls.get(modelsUrl(), headers, deadline);
    }

    Answer health(Deadline deadline) {
        return calls.get(healthUrl(), headers, deadline);
    }

    URI modelsUrl() {
        return ServerUrl.under(base, "/models");
    }

    /** Whether it may be asked how it is. */
    boolean asksHealth() {
        return !healthPath.isEmpty();
    }

    /** Where llama.cpp and vLLM answer it: beside {@code /v1}, not under it. */
    URI healthUrl() {
        return ServerUrl.under(ServerUrl.without(base, "/v1"), healthPath);
    }

    /** Ids in a list of models. */
    static List<String> ids(Answer models) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : models.json().path("data")) {
            if (item.path("id").isTextual()) {
                ids.add(item.path("id").asText());
            }
        }
        return ids;
    }

    /** What a useless list of models means and what to do; empty when it is useful. */
    String trouble(Answer models) {
        if (!models.came()) {
            return "no server answers at " + base + " (" + models.trouble() + "); start it, or correct base_url";
        }
        if (models.unauthorised()) {
            return "the server at " + base + " refused the key (" + models.status()
                    + "); set api_key_file, api_key_env or headers";
        }
        if (models.redirect()) {
            return "the server at " + base + " sends its callers elsewhere (" + models.status()
                    + "); set base_url to where it really is";
        }
        if (models.status() == 503) {
            return "the server at " + base + " is loading (503)";
        }
        if (models.status() >= 500) {
            return "the server at " + base + " is out of order (" + models.status() + ")";
        }
        return models.success() && models.json().path("data").isArray()
                ? ""
                : "what answers at " + base + " lists no models (" + models.status()
                        + "); base_url usually ends in /v1";
    }
}
