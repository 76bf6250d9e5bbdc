// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
                Arguments.of("engine", "magic"),
                Arguments.of("host", "0.0.0.0"),
                Arguments.of("host", "x.sock"),
                Arguments.of("port", 70_000),
                Arguments.of("api_prefix", "/a b"),
                Arguments.of("gpu_layers", "some"),
                Arguments.of("gpu_layers", -1),
                Arguments.of("api_key", "a,b"),
                Arguments.of("api_key_file", "not/there"),
                Arguments.of("timeout_seconds", -1),
                Arguments.of("threads_http", "two"),
                Arguments.of("ready_timeout_ms", -1),
                Arguments.of("launcher_args", "one"),
                Arguments.of("launcher_args", List.of(1)),
                Arguments.of("extra_args", List.of("a\nb")),
                Arguments.of("environment", List.of()),
                Arguments.of("environment", Map.of("LLAMA_ARG_HOST", "0.0.0.0")),
                Arguments.of("environment", Map.of("A B", "c")),
                Arguments.of("alias", "a,b"),
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
    void every_option_is_declared_and_the_worker_declares_fewer() {
        assertEquals(DEFAULTS.values().keySet(), names(OptionTable.declarations(true)));
        assertFalse(names(OptionTable.declarations(false)).contains("api_prefix"));
        assertTrue(names(OptionTable.declarations(false)).contains("ctx_size"));
    }

    private static Set<String> names(List<OptionDeclaration> declarations) {
        return declarations.stream().map(OptionDeclaration::name).collect(Collectors.toSet());
    }

    @Test
    void requests_may_set_only_what_names_no_program_file_or_place() {
        Set<String> requestable = OptionTable.declarations(true).stream()
                .filter(OptionDeclaration::requestable)
                .map(OptionDeclaration::name)
                .collect(Collectors.toSet());

        assertEquals(
                Set.of(
                        "model_identity",
                        "ctx_size",
                        "parallel",
                        "flash_attn",
                        "embeddings",
                        "pooling",
                        "chat_template",
                        "alias"),
                requestable);
    }

    @Test
    void keys_and_patience_are_no_part_of_the_behaviour() {
        Set<String> behaviour = DEFAULTS.behaviour(true).keySet();

        for (String name : List.of("api_key", "ready_timeout_ms", "health_interval_ms", "engine", "binary_path")) {
            assertFalse(behaviour.contains(name), name);
        }
        assertTrue(behaviour.containsAll(List.of("extra_args", "environment", "api_prefix", "ctx_size")));
        assertFalse(DEFAULTS.behaviour(false).containsKey("api_prefix"));
    }

    /** The engine, which comes before all, and the template are ours; the identity stands where the model would. */
    @Test
    void the_first_wrong_option_in_the_documented_order_is_named() {
        Map<String, Object> wrong = new HashMap<>();
        DEFAULTS.values().keySet().forEach(name -> wrong.put(name, new Object()));
        List<String> order = new ArrayList<>();
        while (!wrong.isEmpty()) {
            String first = firstWrong(wrong);
            assertTrue(wrong.containsKey(first), first);
            wrong.remove(first);
            order.add(first);
        }

        assertEquals(
                List.of(
                        "engine",
                        "binary_path",
                        "launcher_args",
                        "model_identity",
                        "host",
                        "port",
                        "api_prefix",
                        "ctx_size",
                        "gpu_layers",
                        "threads",
                        "threads_batch",
                        "parallel",
                        "flash_attn",
                        "embeddings",
                        "api_key",
                        "api_key_file",
                        "timeout_seconds",
                        "threads_http",
                        "pooling",
                        "chat_template",
                        "ready_timeout_ms",
                        "readiness_interval_ms",
                        "health_interval_ms",
                        "stop_timeout_ms",
                        "environment",
                        "extra_args",
                        "alias"),
                order);
    }

    private static String firstWrong(Map<String, Object> options) {
        String field = assertThrows(InferenceException.class, () -> DEFAULTS.with(options, ""))
                .problem()
                .field();
        return String.valueOf(field);
    }

    @Test
    void values_are_kept_in_one_form() {
        LlamaCppOptions options = DEFAULTS.with(Map.of(
                "api_prefix", "a/b/", "gpu_layers", 3, "flash_attn", "true", "embeddings", false, "host", "localhost"));

        assertEquals("/a/b", options.apiPrefix());
        assertEquals("3", options.gpuLayers());
        assertEquals("on", options.flashAttention());
        assertEquals("false", options.embeddings());
        assertEquals("127.0.0.1", options.text("host"));
    }

    @Test
    void a_file_of_keys_must_hold_one(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys");
        Files.writeString(keys, "# nothing\n\n");
        assertTrue(problem("api_key_file", keys.toString()).detail().contains("at least one key"));
        assertFalse(problem("api_key_file", keys.toString()).detail().contains(keys.toString()));

        Files.writeString(keys, "# mine\nk1\n");
        assertEquals(
                keys.toString(),
                DEFAULTS.with(Map.of("api_key_file", keys.toString())).text("api_key_file"));
    }

    @Test
    void no_value_is_printed() {
        String text = DEFAULTS.with(Map.of("api_key", "s3cret-value", "environment", Map.of("TOKEN", "s3cret-value")))
                .toString();

        assertFalse(text.contains("s3cret-value"), text);
        assertTrue(text.contains("api_key"), text);
    }
}
