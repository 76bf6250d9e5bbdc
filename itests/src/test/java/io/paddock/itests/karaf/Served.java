// SPDX-License-Identifier: Apache-2.0
package io.paddock.itests.karaf;

import static org.junit.Assert.assertEquals;

import io.paddock.api.Endpoint;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;

/** Calls to an endpoint, as a consumer makes them. */
final class Served {
    private static final int PATIENCE_MILLIS = 60_000;

    private Served() {}

    /** What a short chat answers; it must be a 200. */
    static String chat(Endpoint endpoint) throws Exception {
        HttpURLConnection call = (HttpURLConnection) endpoint.baseUrl()
                .resolve(endpoint.baseUrl().getPath() + "/chat/completions")
                .toURL()
                .openConnection();
        call.setReadTimeout(PATIENCE_MILLIS);
        call.setRequestMethod("POST");
        call.setRequestProperty("Content-Type", "application/json");
        endpoint.headers().forEach(call::setRequestProperty);
        call.setDoOutput(true);
        call.getOutputStream()
                .write(("{\"model\":\"" + endpoint.modelIdentity()
                                + "\",\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}")
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(200, call.getResponseCode());
        return new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
