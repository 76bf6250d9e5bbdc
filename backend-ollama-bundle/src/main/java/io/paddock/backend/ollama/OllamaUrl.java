// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import io.paddock.backend.http.ServerUrl;
import java.net.URI;

/** The address of a daemon in all the forms that OLLAMA_HOST may have. */
final class OllamaUrl {
    private static final int PORT = 11434;

    static final URI DEFAULT = URI.create("http://127.0.0.1:" + PORT);

    private OllamaUrl() {}

    /**
     * The root of the daemon: without a port it is 11434 (443 for https), a wildcard address becomes loopback, a
     * trailing {@code /v1} goes, another path stays.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static URI parse(String written) {
        return ServerUrl.without(ServerUrl.parse(written, PORT), "/v1");
    }
}
