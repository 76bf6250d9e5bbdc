// SPDX-License-Identifier: Apache-2.0
package io.paddock.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Calls a runtime on this machine over HTTP. Every call is bounded in time.
 *
 * <p>On {@link HttpURLConnection}: a short-lived program needs no client with threads of its own.
 */
final class Calls {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final String base;
    private final String token;
    private final Duration patience;

    /**
     * A caller.
     *
     * @param base scheme, host and port
     * @param token sent as bearer, empty for none
     * @param patience how long the runtime may be silent
     */
    Calls(String base, String token, Duration patience) {
        this.base = base;
        this.token = token;
        this.patience = patience;
    }

    Calls patient(Duration other) {
        return new Calls(base, token, other);
    }

    Answer get(String path) throws IOException {
        return whole(open("GET", path));
    }

    Answer delete(String path) throws IOException {
        return whole(open("DELETE", path));
    }

    Answer post(String path, String json) throws IOException {
        HttpURLConnection call = open("POST", path);
        send(call, json);
        return whole(call);
    }

    /**
     * Hands each line of a good answer to the reader as it comes.
     *
     * @return the answer; its body is empty when it was good
     */
    Answer postForLines(String path, String json, Consumer<String> reader) throws IOException {
        HttpURLConnection call = open("POST", path);
        send(call, json);
        int status = call.getResponseCode();
        if (status >= 300) {
            return whole(call);
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(call.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(line);
            }
        }
        return new Answer(status, "");
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection call =
                (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
        call.setRequestMethod(method);
        call.setConnectTimeout((int) CONNECT.toMillis());
        call.setReadTimeout((int) patience.toMillis());
        call.setInstanceFollowRedirects(false);
        call.setUseCaches(false);
        if (!token.isEmpty()) {
            call.setRequestProperty("Authorization", "Bearer " + token);
        }
        return call;
    }

    private static void send(HttpURLConnection call, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        call.setRequestProperty("Content-Type", "application/json");
        call.setDoOutput(true);
        call.setFixedLengthStreamingMode(bytes.length);
        try (OutputStream out = call.getOutputStream()) {
            out.write(bytes);
        }
    }

    private static Answer whole(HttpURLConnection call) throws IOException {
        int status = call.getResponseCode();
        try (InputStream body = status >= 400 ? call.getErrorStream() : call.getInputStream()) {
            return new Answer(status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
