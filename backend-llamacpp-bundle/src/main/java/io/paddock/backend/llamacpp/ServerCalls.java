// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The looks at one llama-server; several share one budget. */
final class ServerCalls {
    private static final int LARGEST = 1 << 20;

    private final int port;
    private final String prefix;
    private final String key;

    ServerCalls(int port, String prefix, String key) {
        this.port = port;
        this.prefix = prefix;
        this.key = key;
    }

    /** A budget for several calls. */
    static final class Budget {
        private final long end;

        Budget(Duration whole) {
            this.end = System.nanoTime() + whole.toNanos();
        }

        private Duration left() throws SocketTimeoutException {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("no time left");
            }
            return Duration.ofNanos(left);
        }
    }

    /** With a prefix the route is not public, so the key goes along. */
    LoopbackAnswer health(Budget budget) throws IOException {
        return get("/health", key, budget);
    }

    /** The models it says it serves. */
    LoopbackAnswer models(Budget budget) throws IOException {
        return get("/v1/models", key, budget);
    }

    /** What it says about its model and template. */
    LoopbackAnswer properties(Budget budget) throws IOException {
        return get("/props", key, budget);
    }

    /** Whether it wants a key where every build wants one: a server without ours would not, or would refuse ours. */
    boolean asksForKey(Budget budget) throws IOException {
        int status = get("/props", "", budget).status();
        return status == 401 || status == 403;
    }

    /** Whether that is among the models it names. */
    static boolean names(LoopbackAnswer models, String alias) {
        for (JsonNode model : models.json().path("data")) {
            if (model.path("id").asText().equals(alias)) {
                return true;
            }
        }
        return false;
    }

    private LoopbackAnswer get(String path, String bearer, Budget budget) throws IOException {
        return LoopbackCall.get(port, prefix + path, bearer, budget.left(), LARGEST);
    }

    /** Address of a route. */
    String url(String path) {
        return "http://127.0.0.1:" + port + prefix + path;
    }
}
