// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.Capability;
import io.paddock.api.Protocol;
import io.paddock.api.Support;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "http://h:8000/v1, http://h:8000/v1",
        "http://h:8000/v1/, http://h:8000/v1",
        "http://h:8000, http://h:8000/v1",
        "https://h/openai/v1, https://h:443/openai/v1",
        "http://0.0.0.0:8000/v1, http://127.0.0.1:8000/v1",
        "h:8000, http://h:8000/v1"
    })
    void the_base_is_what_chat_completions_follows(String written, String base) {
        assertEquals(base, read(Map.of("base_url", written)).base().toString());
    }

    @Test
    void everything_that_is_wrong_is_said_at_once_and_without_secrets() {
        OpenAiSettings settings = OpenAiSettings.read(
                new ConfigValues(Map.of(
                        "base_url", "http://user:s3cret@h",
                        "id", "Not An Id",
                        "api_key", "s3cret s3cret",
                        "headers", "s3cret",
                        "capabilities", "flying=true",
                        "protocols", "smoke",
                        "models", "a\u0007b",
                        "tls_ca_file", "/s3cret/nowhere.pem",
                        "health_interval_ms", "soon")),
                Map.of());
        String said = settings.complaint();
        for (String name : List.of(
                "base_url",
                "id",
                "headers",
                "key",
                "capabilities",
                "protocols",
                "models",
                "tls_ca_file",
                "health_interval_ms")) {
            assertTrue(settings.problems().stream().anyMatch(problem -> problem.contains(name)), () -> name + said);
        }
        assertFalse(said.contains("s3cret"), said);
        assertFalse(settings.toString().contains("s3cret"), settings::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://h", "http://h/v1?key=x", "http://h/v1#x", "a b"})
    void a_base_that_cannot_be_used_is_a_problem(String written) {
        OpenAiSettings settings = read(Map.of("base_url", written));
        assertNull(settings.base());
        assertEquals(1, settings.problems().size(), settings::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "io.paddock.backend.openai~vLLM_1, , openai-vllm-1",
        "io.paddock.backend.openai.1234, file:/etc/io.paddock.backend.openai-lab.cfg, openai-lab",
        "io.paddock.backend.openai.1234, file:/etc/io.paddock.backend.openai-lab.cfg.json, openai-lab",
        ", , openai"
    })
    void the_id_comes_from_the_name_of_the_configuration(String pid, String file, String id) {
        Map<String, Object> properties = new HashMap<>(Map.of("base_url", "h"));
        if (pid != null) {
            properties.put("service.pid", pid);
        }
        if (file != null) {
            properties.put("felix.fileinstall.filename", file);
        }
        assertEquals(id, read(properties).id());
        properties.put("id", "mine");
        assertEquals("mine", read(properties).id());
    }

    @Test
    void streaming_is_there_and_the_rest_unknown_unless_configured() {
        Map<Capability, Support> plain = read(Map.of("base_url", "h")).capabilities();
        assertEquals(Support.YES, plain.get(Capability.STREAMING));
        assertEquals(Support.UNKNOWN, plain.get(Capability.EMBEDDINGS));
        OpenAiSettings told = read(Map.of(
                "base_url", "h",
                "capabilities", "tool_calling=true, embeddings=false,streaming=unknown",
                "protocols", "openai_completions"));
        assertEquals(Support.YES, told.capabilities().get(Capability.TOOL_CALLING));
        assertEquals(Support.NO, told.capabilities().get(Capability.EMBEDDINGS));
        assertEquals(Support.UNKNOWN, told.capabilities().get(Capability.STREAMING));
        assertEquals(List.of(Protocol.OPENAI_COMPLETIONS), told.protocols());
    }

    @Test
    void the_key_comes_from_a_file_with_comments(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        Files.writeString(file, "# for the lab\n\n  k1  \nk2\n");
        assertEquals("Bearer k1", bearer(Map.of("api_key_file", file.toString())));
        Files.writeString(file, "# nothing\n");
        assertEquals(
                List.of("api_key_file: holds no key"),
                read(Map.of("base_url", "h", "api_key_file", file.toString())).problems());
        assertEquals(
                List.of("api_key_file: cannot be read"),
                read(Map.of(
                                "base_url",
                                "h",
                                "api_key_file",
                                folder.resolve("gone").toString()))
                        .problems());
    }

    @Test
    void the_key_comes_from_the_environment_or_the_configuration() {
        assertEquals("Bearer env-key", bearer(Map.of("api_key_env", "LAB_KEY")));
        assertEquals("Bearer plain", bearer(Map.of("api_key", " plain ")));
        assertNull(bearer(Map.of("api_key", "  ")));
        assertEquals(
                List.of("api_key_env: names a variable that is not set"),
                read(Map.of("base_url", "h", "api_key_env", "NO_SUCH_KEY")).problems());
        assertEquals(
                1,
                read(Map.of("base_url", "h", "api_key_env", "LAB_KEY", "api_key", "x"))
                        .problems()
                        .size());
    }

    private static String bearer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("base_url", "h");
        OpenAiSettings settings = read(properties);
        assertEquals(List.of(), settings.problems());
        return settings.headers().byName().get("authorization");
    }

    private static OpenAiSettings read(Map<String, Object> properties) {
        return OpenAiSettings.read(new ConfigValues(properties), Map.of("LAB_KEY", "env-key"));
    }
}
