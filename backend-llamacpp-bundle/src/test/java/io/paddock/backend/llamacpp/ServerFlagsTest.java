// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.testmodel.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFlagsTest {
    @TempDir
    private static Path folder;

    private static ModelFile model;

    @BeforeAll
    static void writeModel() throws Exception {
        TinyModel.writer().write(folder.resolve("tiny.gguf"));
        model = new ModelFolder(folder, List.of()).find("tiny").orElseThrow();
    }

    private static List<String> flags(ServerBuild build, Map<String, Object> given) {
        LlamaCppOptions options = LlamaCppOptions.defaults().with(given).resolved(model, 3);
        return ServerFlags.of(build, options, model, ServerRole.of(options, model, build), "{port}");
    }

    private static Problem refused(ServerBuild build, Map<String, Object> given) {
        return assertThrows(InferenceException.class, () -> flags(build, given)).problem();
    }

    private static String after(List<String> words, String flag) {
        int at = words.indexOf(flag);
        return at < 0 ? "(absent)" : words.get(at + 1);
    }

    @Test
    void flags_come_in_a_fixed_order_and_the_port_is_the_runtime_s() {
        assertEquals(
                List.of(
                        "--model",
                        model.path().toAbsolutePath().toString(),
                        "--alias",
                        "tiny",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "{port}",
                        "--ctx-size",
                        "512",
                        "--gpu-layers",
                        "auto",
                        "--threads",
                        "2",
                        "--parallel",
                        "2",
                        "--flash-attn",
                        "auto",
                        "--embedding",
                        "--pooling",
                        "last",
                        "--no-webui",
                        "--offline"),
                flags(Builds.NEW, Map.of("ctx_size", 256, "parallel", 2)));
    }

    @Test
    void every_option_has_its_flag() {
        List<String> words = flags(
                Builds.NEW,
                Map.ofEntries(
                        Map.entry("alias", "a b"),
                        Map.entry("api_prefix", "x/"),
                        Map.entry("gpu_layers", "all"),
                        Map.entry("threads", 5),
                        Map.entry("threads_batch", 6),
                        Map.entry("flash_attn", false),
                        Map.entry("pooling", "mean"),
                        Map.entry("timeout_seconds", 9),
                        Map.entry("threads_http", 4),
                        Map.entry("chat_template", "llama3"),
                        Map.entry("extra_args", List.of("--metrics"))));

        assertEquals("a b", after(words, "--alias"));
        assertEquals("/x", after(words, "--api-prefix"));
        assertEquals("all", after(words, "--gpu-layers"));
        assertEquals("5", after(words, "--threads"));
        assertEquals("6", after(words, "--threads-batch"));
        assertEquals("off", after(words, "--flash-attn"));
        assertEquals("mean", after(words, "--pooling"));
        assertEquals("9", after(words, "--timeout"));
        assertEquals("4", after(words, "--threads-http"));
        assertEquals("llama3", after(words, "--chat-template"));
        assertTrue(words.contains("--no-jinja"), "with Jinja the name would be read as a template");
        assertEquals("--metrics", words.get(words.size() - 1));
    }

    @Test
    void what_this_build_lacks_is_refused_by_its_option() {
        for (Map<String, Object> option : List.<Map<String, Object>>of(
                Map.of("api_prefix", "/x"),
                Map.of("threads_http", 2),
                Map.of("timeout_seconds", 2),
                Map.of("pooling", "rank"),
                Map.of("extra_args", List.of("--metrics")))) {
            String name = option.keySet().iterator().next();

            Problem problem = refused(Builds.OLD, option);

            assertEquals(ErrorCode.INVALID_VALUE, problem.code());
            assertEquals("request.target_preference.backend_options." + name, problem.field());
            assertTrue(problem.detail().contains("llama-server 4916"), problem.detail());
        }
    }

    @Test
    void an_old_build_gets_the_old_forms() {
        List<String> words = flags(Builds.OLD, Map.of("flash_attn", true, "gpu_layers", "all"));

        assertEquals("999", after(words, "--gpu-layers"));
        assertFalse(words.contains("--embedding"), "it would serve embeddings only");
        assertTrue(words.contains("--flash-attn") && !words.contains("on"));
        assertTrue(words.contains("--jinja"));
        assertFalse(flags(Builds.OLD, Map.of()).contains("--flash-attn"));
        assertFalse(flags(Builds.OLD, Map.of()).contains("--gpu-layers"));
    }

    @Test
    void embeddings_asked_for_from_an_old_build_are_all_that_it_serves() {
        LlamaCppOptions options = LlamaCppOptions.defaults().with(Map.of("embeddings", true));

        assertEquals(new ServerRole(false, true, false), ServerRole.of(options, model, Builds.OLD));
        assertEquals(new ServerRole(true, true, false), ServerRole.of(options, model, Builds.NEW));
        assertEquals(
                new ServerRole(true, false, false),
                ServerRole.of(options.with(Map.of("embeddings", false)), model, Builds.NEW));
    }

    @Test
    void further_flags_may_not_take_over_what_the_runtime_sets() {
        for (String flag : List.of("--port", "-m", "--api-key", "-c", "--embeddings")) {
            Problem problem = refused(Builds.NEW, Map.of("extra_args", List.of(flag, "1")));

            assertTrue(problem.detail().contains("must not hold " + flag), problem.detail());
        }
        assertTrue(refused(Builds.NEW, Map.of("extra_args", List.of("--nonsense")))
                .detail()
                .contains("--nonsense"));
    }

    @Test
    void a_template_that_the_build_does_not_know_is_refused_and_the_known_ones_are_named() {
        Problem problem = refused(Builds.NEW, Map.of("chat_template", "phi4"));

        assertTrue(problem.detail().contains("gpt-oss"), problem.detail());
    }
}
