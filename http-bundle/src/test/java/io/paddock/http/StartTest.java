// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read and checked at the start: configuration and admin token. */
class StartTest {
    @TempDir
    Path folder;

    @Test
    void the_token_is_made_once_for_its_owner_only() throws Exception {
        Path file = folder.resolve("a/b/admin.token");
        AdminToken.at(file);
        String token = Files.readString(file).strip();
        assertTrue(token.matches("[0-9a-f]{64}"), token);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        AdminToken.at(file);
        assertEquals(token, Files.readString(file).strip());
        try (var files = Files.list(file.getParent())) {
            assertEquals(1, files.count());
        }
        AdminToken.at(folder.resolve("other"));
        assertNotEquals(token, Files.readString(folder.resolve("other")).strip());
    }

    @Test
    void a_token_that_is_too_short_stops_the_start() throws Exception {
        Path file = Files.writeString(folder.resolve("admin.token"), "guess me\n");
        assertThrows(IllegalStateException.class, () -> AdminToken.at(file));
    }

    @Test
    void the_defaults_are_good() {
        HttpSettings settings = HttpSettings.of(config(Map.of()));
        assertEquals(Set.of(), settings.allowedHosts());
        assertEquals(8 << 20, settings.maxBodyBytes());
        assertEquals(256, settings.maxConcurrentRequests());
        assertEquals(Duration.ofMinutes(2), settings.patience());
        assertNull(settings.publicBaseUrl());
        assertTrue(settings.adminTokenFile().endsWith("paddock/admin.token"));
    }

    @Test
    void values_are_read() {
        HttpSettings settings = HttpSettings.of(config(
                Map.of("allowed__hosts", " Box , gpu:8080,", "public__base__url", "https://ai.example/paddock/")));
        assertEquals(Set.of("box", "gpu:8080"), settings.allowedHosts());
        assertEquals("https://ai.example/paddock", settings.publicBaseUrl().toString());
    }

    @ParameterizedTest
    @CsvSource({"max__body__bytes,0", "max__concurrent__requests,0", "patience__ms,-1", "silence__ms,0"})
    void values_out_of_range_stop_the_start(String key, int value) {
        Object number = key.endsWith("_ms") ? (Object) (long) value : (Object) value;
        String message = assertThrows(
                        IllegalArgumentException.class, () -> HttpSettings.of(config(Map.of(key, number))))
                .getMessage();
        assertTrue(message.contains(key.replace("__", "_")), message);
    }

    @Test
    void a_public_url_that_is_none_stops_the_start() {
        for (String url : new String[] {"box", "/v1", "http://user:pw@box"}) {
            assertThrows(
                    IllegalArgumentException.class, () -> HttpSettings.of(config(Map.of("public__base__url", url))));
        }
    }

    private static HttpConfig config(Map<String, Object> given) {
        return (HttpConfig) Proxy.newProxyInstance(
                HttpConfig.class.getClassLoader(),
                new Class<?>[] {HttpConfig.class},
                (proxy, method, arguments) -> given.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
