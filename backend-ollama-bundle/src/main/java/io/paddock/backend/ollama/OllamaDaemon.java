// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import io.paddock.backend.http.ServerUrl;
import java.net.URI;

/**
 * The routes of a daemon that only look. Thread-safe.
 *
 * @param calls how it is called
 * @param root its root
 * @param headers what goes with each call
 */
record OllamaDaemon(HttpCalls calls, URI root, CallHeaders headers) {
    Answer version(Deadline deadline) {
        return calls.get(versionUrl(), headers, deadline);
    }

    Answer show(String model, Deadline deadline) {
        JsonNode body = JsonNodeFactory.instance.objectNode().put("model", model);
        return calls.post(ServerUrl.under(root, "/api/show"), headers, body, deadline);
    }

    Answer running(Deadline deadline) {
        return calls.get(ServerUrl.under(root, "/api/ps"), headers, deadline);
    }

    Answer installed(Deadline deadline) {
        return calls.get(ServerUrl.under(root, "/api/tags"), headers, deadline);
    }

    URI versionUrl() {
        return ServerUrl.under(root, "/api/version");
    }

    URI openAiUrl() {
        return ServerUrl.under(root, "/v1");
    }

    /** What a useless answer means and what to do; empty when the answer is useful. */
    String trouble(Answer answer) {
        if (!answer.came()) {
            return "no Ollama daemon answers at " + root + " (" + answer.trouble()
                    + "); start it with 'ollama serve', or set root_url";
        }
        if (answer.unauthorised()) {
            return "the daemon at " + root + " refused the key (" + answer.status() + "); set api_key or headers";
        }
        if (answer.redirect()) {
            return "the daemon at " + root + " sends its callers elsewhere (" + answer.status()
                    + "); set root_url to where it really is";
        }
        if (answer.status() >= 500) {
            return "the daemon at " + root + " is loading or out of order (" + answer.status() + ")";
        }
        return answer.success() ? "" : "what answers at " + root + " is no Ollama daemon (" + answer.status() + ")";
    }
}
