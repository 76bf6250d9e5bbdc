// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.backend.http.ConfigValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come from a file or from the environment, and from nowhere else. */
class OpenAiSecretsTest {
    private static final String SECRET = "s3cret-value";

    @TempDir
    private Path folder;

    @Test
    void the_key_comes_from_a_file_with_comments() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "# for the lab\n\n  k1  \nk2\n");
        assertEquals(
                "Bearer k1", headers(Map.of("api_key_file", file.toString())).get("authorization"));
        Files.writeString(file, "# nothing\n");
        assertProblem("api_key_file: holds nothing", Map.of("api_key_file", file.toString()));
        Path gone = folder.resolve("gone");
        assertProblem("api_key_file: cannot be read", Map.of("api_key_file", gone.toString()));
        Files.writeString(file, "x".repeat(65_537));
        assertProblem("api_key_file: is too large for a file of secrets", Map.of("api_key_file", file.toString()));
    }

    @Test
    void the_key_comes_from_the_environment() {
        assertEquals("Bearer env-key", headers(Map.of("api_key_env", "LAB_KEY")).get("authorization"));
        assertProblem("api_key_env: names a variable that is not set", Map.of("api_key_env", "NO_SUCH_KEY"));
        assertProblem("api_key_env: names a variable that is not set", Map.of("api_key_env", "BLANK"));
        assertProblem(
                "api_key_file: and api_key_env are both set; give one of them",
                Map.of("api_key_env", "LAB_KEY", "api_key_file", "k"));
        assertProblem(
                "api_key_env: the key has characters that no header can hold", Map.of("api_key_env", "TWO_LINES"));
    }

    @Test
    void no_key_means_none() {
        assertEquals(Map.of(), headers(Map.of("api_key", "  ", "api_key_env", " ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization=Bearer " + SECRET, "X-Api-Key=" + SECRET, "x-team=a, COOKIE=" + SECRET})
    void a_secret_among_the_headers_of_the_configuration_is_refused(String headers) {
        assertProblem(
                "headers: are no place for a secret, as consoles show them; use headers_file",
                Map.of("headers", headers));
    }

    @Test
    void a_key_in_the_configuration_itself_is_refused() {
        assertProblem(
                "api_key: is no place for a key, as consoles show it; use api_key_file or api_key_env",
                Map.of("api_key", SECRET));
    }

    @Test
    void headers_come_from_a_file_and_go_before_those_of_the_configuration() throws IOException {
        Path file = Files.writeString(folder.resolve("headers"), "# proxy\nX-Api-Key:  a=b:c \nX-Team: red\n");
        assertEquals(
                Map.of("x-api-key", "a=b:c", "x-team", "red", "x-site", "lab"),
                headers(Map.of("headers_file", file.toString(), "headers", "X-Team=blue, X-Site=lab")));
        for (String bad : List.of(SECRET, ": " + SECRET, "X-Key:")) {
            Files.writeString(file, bad);
            assertProblem("headers_file: must have lines like 'Name: value'", Map.of("headers_file", file.toString()));
        }
        Files.writeString(file, "Host: " + SECRET);
        assertProblem(
                "headers: header 'host' belongs to the connection and cannot be set",
                Map.of("headers_file", file.toString()));
    }

    private static Map<String, String> headers(Map<String, Object> more) {
        OpenAiSettings settings = read(more);
        assertEquals(List.of(), settings.problems());
        return settings.headers().byName();
    }

    private static void assertProblem(String problem, Map<String, Object> more) {
        OpenAiSettings settings = read(more);
        assertEquals(List.of(problem), settings.problems());
        assertFalse(settings.toString().contains(SECRET), settings::toString);
        assertTrue(settings.headers().byName().isEmpty(), settings::toString);
    }

    private static OpenAiSettings read(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("base_url", "h");
        return OpenAiSettings.read(
                new ConfigValues(properties), Map.of("LAB_KEY", "env-key", "BLANK", " ", "TWO_LINES", "a\nb"));
    }
}
