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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
        "h:8000, http://h:8000/v1",
        "'  http://h:8000/v1  ', http://h:8000/v1",
        "HTTP://H:8000/V1, http://h:8000/V1",
        "h, http://h:80/v1",
        "https://h, https://h:443/v1",
        ":8000, http://127.0.0.1:8000/v1",
        "[::]:8000, http://[::1]:8000/v1",
        "[::1], http://[::1]:80/v1",
        "fe80::1, http://[fe80::1]:80/v1",
        "https://proxy/team/llm/, https://proxy:443/team/llm"
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
                        "health_path", "s3cret",
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
    @ValueSource(
            strings = {
                "",
                "ftp://h",
                "http://h/v1?key=x",
                "http://h/v1#x",
                "a b",
                "http://h:0/v1",
                "http://h:65536/v1",
                "http://h:port/v1",
                "http:///v1",
                "http://[fe80::1%eth0]/v1",
                "http://user:s3cret@h/v1",
                "http://h/v1/chat/completions",
                "http://h/v1/models/",
                "http://h\\v1"
            })
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

    private static OpenAiSettings read(Map<String, Object> properties) {
        return OpenAiSettings.read(new ConfigValues(properties), Map.of("LAB_KEY", "env-key"));
    }
}
