// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.paddock.backend.http.Answer;
import io.paddock.backend.http.CallHeaders;
import io.paddock.backend.http.Deadline;
import io.paddock.backend.http.HttpCalls;
import io.paddock.backend.http.LineCall;
import io.paddock.backend.http.ServerUrl;
import java.net.URI;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The routes of a daemon. All but {@link #pull}, {@link #load} and {@link #unload} only look. Thread-safe.
 *
 * @param calls how it is called
 * @param root its root
 * @param headers what goes with each call
 */
record OllamaDaemon(HttpCalls calls, URI root, CallHeaders headers) {
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3})(?::[0-9]+)?", Pattern.CASE_INSENSITIVE);

    Answer version(Deadline deadline) {
        return calls.get(versionUrl(), headers, deadline);
    }

    Answer show(String model, Deadline deadline) {
        return calls.post(ServerUrl.under(root, "/api/show"), headers, body(model), deadline);
    }

    Answer running(Deadline deadline) {
        return calls.get(ServerUrl.under(root, "/api/ps"), headers, deadline);
    }

    Answer installed(Deadline deadline) {
        return calls.get(ServerUrl.under(root, "/api/tags"), headers, deadline);
    }

    /** Has the daemon fetch a model; lines say how far it is. */
    LineCall pull(String model, Consumer<JsonNode> lines) {
        ObjectNode body = body(model);
        String host = OllamaModel.host(model);
        if (host != null && LOOPBACK.matcher(host).matches()) {
            body.put("insecure", true); // a registry on the daemon's own machine needs no TLS
        }
        return calls.lines(ServerUrl.under(root, "/api/pull"), headers, body, lines);
    }

    /** Has the daemon load a model, by asking it for nothing. */
    LineCall load(String model, boolean embedsOnly, Consumer<JsonNode> lines) {
        ObjectNode body = body(model);
        if (embedsOnly) {
            body.putArray("input");
        } else {
            body.put("stream", false);
        }
        return calls.lines(ServerUrl.under(root, embedsOnly ? "/api/embed" : "/api/generate"), headers, body, lines);
    }

    /** Has the daemon drop a model from memory once nobody uses it. */
    Answer unload(String model, Deadline deadline) {
        ObjectNode body = body(model).put("keep_alive", 0);
        return calls.post(ServerUrl.under(root, "/api/generate"), headers, body, deadline);
    }

    private static ObjectNode body(String model) {
        return JsonNodeFactory.instance.objectNode().put("model", model);
    }

    /** What it means that the daemon does not know a model, and what to do. */
    static String missing(String model) {
        return "model '" + model + "' is not installed; run 'ollama pull " + model + "'";
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
