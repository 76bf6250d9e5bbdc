// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The checked configuration.
 *
 * @param allowedHosts lower-case {@code host} or {@code host:port} besides the loopback names
 * @param maxBodyBytes largest body of a gateway request
 * @param maxConcurrentRequests gateway requests under way at once
 * @param patience how long a gateway request waits for its model
 * @param silence how long an upstream may send nothing
 * @param publicBaseUrl base URL for clients, or null to derive it from each request
 * @param adminTokenFile where the admin token is kept
 */
record HttpSettings(
        Set<String> allowedHosts,
        int maxBodyBytes,
        int maxConcurrentRequests,
        Duration patience,
        Duration silence,
        URI publicBaseUrl,
        Path adminTokenFile) {

    HttpSettings {
        within("max_body_bytes", maxBodyBytes, 1024, 256 << 20);
        within("max_concurrent_requests", maxConcurrentRequests, 1, 100_000);
        within("patience_ms", patience.toMillis(), 0, 3_600_000);
        within("silence_ms", silence.toMillis(), 1_000, 86_400_000);
    }

    /** Reads and checks every value at once, so that a wrong one stops the start and not a later request. */
    static HttpSettings of(HttpConfig config) {
        return new HttpSettings(
                hosts(config.allowed__hosts()),
                config.max__body__bytes(),
                config.max__concurrent__requests(),
                Duration.ofMillis(config.patience__ms()),
                Duration.ofMillis(config.silence__ms()),
                baseUrl(config.public__base__url()),
                tokenFile(config.admin__token__file()));
    }

    private static Set<String> hosts(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static URI baseUrl(String text) {
        if (text.isBlank()) {
            return null;
        }
        URI uri = URI.create(text.strip().replaceAll("/+$", ""));
        if (!uri.isAbsolute() || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("public_base_url must be an absolute URL without user info");
        }
        return uri;
    }

    private static Path tokenFile(String text) {
        return text.isBlank()
                ? Path.of(System.getProperty("karaf.data", "data"), "paddock", "admin.token")
                : Path.of(text.strip());
    }

    private static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
