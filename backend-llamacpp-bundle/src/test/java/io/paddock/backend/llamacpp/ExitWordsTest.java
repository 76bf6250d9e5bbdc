// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "llama-server: error while loading shared libraries: libgomp.so.1: cannot open | libgomp.so.1",
                "dyld: Library not loaded: @rpath/libomp.dylib | library libomp.dylib",
                "/lib/libc.so.6: version `GLIBC_2.38' not found | newer system",
                "libstdc++.so.6: version `GLIBCXX_3.4.32' not found | newer system",
                "llama_model_load: error: unknown model architecture: 'mamba9' | architecture 'mamba9'",
                "error: invalid argument: --no-such-flag | argument --no-such-flag",
                "error: unknown argument: -xyz | argument -xyz",
                "error while handling argument \"--ctx-size\": stoi | value for --ctx-size",
                "start: couldn't bind HTTP server socket | port was taken",
                "Failed to bind to 127.0.0.1 | port was taken",
                "tensor data is not within the file bounds, model is corrupted | cut or damaged",
                "gguf_init: Invalid magic characters | cut or damaged",
                "ggml_backend_cpu: Out Of Memory | not enough memory",
                "CUDAMalloc failed | not enough memory",
                "no backends are loaded. hint: | no compute backend",
                "main: Error loading model | could not load the model",
            })
    void a_sign_of_trouble_is_understood(String line, String words) {
        Optional<ExitWords.Sign> sign = ExitWords.sign(line);
        assertTrue(sign.isPresent(), line);
        assertTrue(sign.get().sentence().contains(words), sign.get().sentence());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "srv  log_server_r: done request: POST /v1/chat/completions 127.0.0.1 200",
                "slot      release: id  0 | task 12 | stop processing: n_tokens = 140, truncated = 0",
                "common_init: handling argument: 7 of them",
                "llama_context: an error: none of ours",
            })
    void what_a_busy_server_says_is_no_sign(String line) {
        assertEquals(Optional.empty(), ExitWords.sign(line));
    }
}
