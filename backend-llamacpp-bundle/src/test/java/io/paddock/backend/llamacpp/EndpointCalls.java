// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.paddock.spi.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Calls to a ready endpoint, with its headers; for tests. */
record EndpointCalls(Probe.Ready ready) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpRequest post(String route, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(ready.baseUrl() + route))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        ready.headers().forEach(request::header);
        return request.build();
    }

    /** Posts and expects 200. */
    JsonNode ask(String route, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(post(route, body), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** What the model writes to a question when it always takes the likeliest token. */
    String greedy(String question) throws IOException, InterruptedException {
        String body = "{\"temperature\":0,\"max_tokens\":60,\"messages\":[{\"role\":\"user\",\"content\":\"" + question
                + "\"}]}";
        return ask("/chat/completions", body).at("/choices/0/message/content").asText();
    }

    /** A streamed answer, still open. */
    InputStream open(String route, String body) throws IOException, InterruptedException {
        return HTTP.send(post(route, body), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }
}
