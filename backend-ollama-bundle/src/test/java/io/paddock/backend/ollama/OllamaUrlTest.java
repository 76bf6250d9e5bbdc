// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OllamaUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:11434, http://127.0.0.1:11434",
        "127.0.0.1, http://127.0.0.1:11434",
        "localhost, http://localhost:11434",
        "0.0.0.0, http://127.0.0.1:11434",
        "0.0.0.0:8000, http://127.0.0.1:8000",
        "::, http://[::1]:11434",
        "[::]:8000, http://[::1]:8000",
        "::1, http://[::1]:11434",
        ":8000, http://127.0.0.1:8000",
        "http://host, http://host:11434",
        "https://host, https://host:443",
        "http://host:1/v1, http://host:1",
        "http://host:1/v1/, http://host:1",
        "http://host:1/ollama, http://host:1/ollama",
        "http://host:1/ollama/v1/, http://host:1/ollama"
    })
    void every_form_of_ollama_host_is_understood(String written, URI root) {
        assertEquals(root, OllamaUrl.parse(written));
    }
}
