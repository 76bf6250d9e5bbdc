// SPDX-License-Identifier: Apache-2.0
package io.paddock.example.attached;

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
 * The one route that is asked, and what its answer means.
 *
 * @param calls how the server is called
 * @param base what {@code /chat/completions} follows
 * @param headers what goes with each call
 */
record AttachedServer(HttpCalls calls, URI base, CallHeaders headers) {
    /** Asks for the list of models: no cheaper call proves as much. */
    Answer models(Deadline deadline) {
        return calls.get(modelsUrl(), headers, deadline);
    }

    URI modelsUrl() {
        return ServerUrl.under(base, "/models");
    }

    /** Why the list is of no use, and what to do; empty when it is of use. */
    String trouble(Answer models) {
        if (!models.came()) {
            return "no server answers at " + base + " (" + models.trouble() + "); start it, or correct base_url";
        }
        if (models.unauthorised()) {
            return "the server at " + base + " refused the key (" + models.status() + "); correct api_key_file";
        }
        boolean list = models.success() && models.json().path("data").isArray();
        return list ? "" : "what answers at " + base + " lists no models (" + models.status() + ")";
    }

    static List<String> ids(Answer models) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : models.json().path("data")) {
            if (models.success() && item.path("id").isTextual()) {
                ids.add(item.path("id").asText());
            }
        }
        return ids;
    }
}
