// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LlamaCppOptionsTest {
    private static final LlamaCppOptions DEFAULTS = LlamaCppOptions.defaults();

    private static Problem problem(String name, Object value) {
        return assertThrows(InferenceException.class, () -> DEFAULTS.with(Map.of(name, value)))
                .problem();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("ctx_size", "many"),
                Arguments.of("ctx_size", 63),
                Arguments.of("ctx_size", 1.5),
                Arguments.of("ctx_size", 1_000_000),
                Arguments.of("parallel", -1),
                Arguments.of("parallel", 65),
                Arguments.of("threads", 99_999),
                Arguments.of("flash_attn", "yes"),
                Arguments.of("embeddings", 1),
                Arguments.of("pooling", "max"),
                Arguments.of("chat_template", "{{ messages }}"),
                Arguments.of("engine", "in-process"),
                Arguments.of("engine", "llama-server"),
                Arguments.of("engine", "other"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void a_wrong_value_is_refused_with_its_field(String name, Object value) {
        Problem problem = problem(name, value);

        assertEquals(ErrorCode.INVALID_VALUE, problem.code());
        assertEquals("request.target_preference.backend_options." + name, problem.field());
        assertTrue(problem.detail().startsWith(name + " "), problem.detail());
    }

    @Test
    void an_engine_that_is_still_to_come_is_not_available() {
        assertTrue(problem("engine", "in-process").detail().contains("not available"));
    }

    @Test
    void an_unknown_option_is_refused_and_the_known_ones_are_named() {
        Problem problem = problem("ctx_sise", 1);

        assertEquals(ErrorCode.UNKNOWN_FIELD, problem.code());
        assertTrue(problem.detail().contains("ctx_size"), problem.detail());
    }

    @Test
    void context_times_parallel_has_a_limit() {
        assertThrows(InferenceException.class, () -> DEFAULTS.with(Map.of("ctx_size", 131_072, "parallel", 64)));
    }

    @Test
    void what_is_not_given_stays() {
        LlamaCppOptions options = DEFAULTS.with(Map.of("ctx_size", 512)).with(Map.of("parallel", 2L));

        assertEquals(512, options.contextSize());
        assertEquals(2, options.parallel());
    }

    @Test
    void zeros_are_resolved_by_model_and_machine() {
        ModelFile small = new ModelFile("m", Path.of("m"), 1000, 0, null, null);
        ModelFile large = new ModelFile("m", Path.of("m"), 5L << 30, 0, null, null);

        LlamaCppOptions resolved = DEFAULTS.resolved(small, 8);

        assertEquals(7, resolved.threads());
        assertEquals(7, resolved.threadsBatch());
        assertEquals(4096, resolved.contextSize());
        assertEquals(8, resolved.parallel());
        assertEquals(1, DEFAULTS.resolved(large, 1).parallel());
        assertEquals(1, DEFAULTS.resolved(large, 1).threads());
    }

    @Test
    void every_option_that_is_read_is_declared_and_changes_the_key() {
        var declared = LlamaCppOptions.DECLARATIONS.stream()
                .map(OptionDeclaration::name)
                .collect(Collectors.toSet());

        assertTrue(declared.containsAll(DEFAULTS.behaviour().keySet()));
        assertEquals(DEFAULTS.behaviour().size() + 2, declared.size()); // model_identity and engine besides
    }
}
