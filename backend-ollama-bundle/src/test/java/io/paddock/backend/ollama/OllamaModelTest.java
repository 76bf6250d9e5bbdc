// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaModelTest {
    @ParameterizedTest
    @CsvSource({
        "llama3.2, llama3.2:latest",
        "llama3.2:latest, llama3.2:latest",
        " llama3.2:1b , llama3.2:1b",
        "library/llama3.2, llama3.2:latest",
        "registry.ollama.ai/library/llama3.2:1b, llama3.2:1b",
        "registry.ollama.ai/me/mine, me/mine:latest",
        "hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M, hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M",
        "localhost:5000/me/mine, localhost:5000/me/mine:latest"
    })
    void one_model_has_one_name(String written, String canonical) {
        assertEquals(canonical, OllamaModel.canonical(written));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a:b:c", "../x", "-x", "a/b/c/d/e", "/x", "x:", "\"x\"", "mödel"})
    void what_is_no_name_is_refused(String written) {
        InferenceException refused = assertThrows(InferenceException.class, () -> OllamaModel.canonical(written));
        assertEquals(ErrorCode.INVALID_VALUE, refused.code());
        assertEquals(
                "request.target_preference.backend_options.model_identity",
                refused.problem().field());
    }

    @ParameterizedTest
    @CsvSource({
        "llama3.2:latest,",
        "me/mine:latest,",
        "hf.co/me/mine:Q4, hf.co",
        "localhost:5000/me/mine:latest, localhost:5000",
        "localhost:5000/mine:latest, localhost:5000"
    })
    void a_name_may_spell_out_its_registry(String canonical, String host) {
        assertEquals(host, OllamaModel.host(canonical));
    }

    @Test
    void the_daemon_may_list_it_with_tag_without_or_in_another_case() {
        assertTrue(OllamaModel.same("llama3.2:latest", "llama3.2:latest"));
        assertTrue(OllamaModel.same("llama3.2:latest", "llama3.2"));
        assertTrue(OllamaModel.same("llama3.2:latest", "Llama3.2:latest"));
        assertFalse(OllamaModel.same("llama3.2:latest", "llama3.2:1b"));
        assertFalse(OllamaModel.same("llama3.2:latest", "llama3"));
    }
}
