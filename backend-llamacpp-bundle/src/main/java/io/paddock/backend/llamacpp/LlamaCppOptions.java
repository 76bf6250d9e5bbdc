// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.OptionDeclaration;
import io.paddock.api.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The options of an instance; each changes its behaviour. Meanings stand in {@link #DECLARATIONS}.
 *
 * @param contextSize tokens that one request may use, or 0
 * @param threads threads that compute, or 0
 * @param threadsBatch threads that read prompts, or 0
 * @param parallel requests at once, or 0
 * @param gpuLayers layers on a GPU
 * @param flashAttention whether to use flash attention
 * @param embeddings whether embeddings are served too
 * @param pooling one of {@code auto}, {@code last}, {@code cls}, {@code mean}
 * @param chatTemplate name of one of llama.cpp's templates, or empty
 */
record LlamaCppOptions(
        int contextSize,
        int threads,
        int threadsBatch,
        int parallel,
        int gpuLayers,
        boolean flashAttention,
        boolean embeddings,
        String pooling,
        String chatTemplate) {
    static final List<OptionDeclaration> DECLARATIONS = List.of(
            declare("model_identity", "string", true, null, "model to serve: the name of a GGUF file without .gguf"),
            declare("ctx_size", "integer", true, "0", "tokens one request may use; 0: the model's own, at most 4096"),
            declare("parallel", "integer", true, "0", "requests computed at once; 0: 8, 4 or 1 by the model's size"),
            declare("embeddings", "boolean", true, "true", "whether the instance serves embeddings too"),
            declare("pooling", "string", true, "auto", "how embeddings are pooled: auto, last, cls or mean"),
            declare("flash_attn", "boolean", true, "false", "whether to use flash attention"),
            declare("chat_template", "string", true, null, "one of llama.cpp's own chat templates, by name"),
            declare("threads", "integer", false, "0", "threads that compute; 0: one less than processors"),
            declare("threads_batch", "integer", false, "0", "threads that read prompts; 0: as many as threads"),
            declare("gpu_layers", "integer", false, "0", "layers put on a GPU, if the engine was built for one"),
            declare("engine", "string", false, "auto", "auto or worker: a process that runs java-llama.cpp"));

    private static final String FIELD = "request.target_preference.backend_options.";
    private static final int MOST_CONTEXT = 131_072;
    private static final int MOST_TOKENS = 1 << 20;
    private static final Set<String> POOLINGS = Set.of("auto", "last", "cls", "mean");
    private static final Set<String> LATER_ENGINES = Set.of("in-process", "llama-server");
    // The names that llama.cpp b4916 knows; with another one the engine would not load.
    private static final Set<String> TEMPLATES = Set.of(
            "chatglm3",
            "chatglm4",
            "chatml",
            "command-r",
            "deepseek",
            "deepseek2",
            "deepseek3",
            "exaone3",
            "falcon3",
            "gemma",
            "gigachat",
            "glmedge",
            "granite",
            "llama2",
            "llama2-sys",
            "llama2-sys-bos",
            "llama2-sys-strip",
            "llama3",
            "megrez",
            "minicpm",
            "mistral-v1",
            "mistral-v3",
            "mistral-v3-tekken",
            "mistral-v7",
            "monarch",
            "openchat",
            "orion",
            "phi3",
            "phi4",
            "rwkv-world",
            "vicuna",
            "vicuna-orca",
            "zephyr");

    static LlamaCppOptions defaults() {
        return new LlamaCppOptions(0, 0, 0, 0, 0, false, true, "auto", "");
    }

    /**
     * These options with those of a request over them.
     *
     * @throws InferenceException naming the option that is unknown or has a wrong value
     */
    LlamaCppOptions with(Map<String, Object> given) {
        return with(given, FIELD);
    }

    LlamaCppOptions with(Map<String, Object> given, String prefix) {
        Reader reader = new Reader(given, prefix);
        reader.refuseUnknown();
        engine(reader);
        LlamaCppOptions options = new LlamaCppOptions(
                reader.number("ctx_size", contextSize, MOST_CONTEXT),
                reader.number("threads", threads, 1024),
                reader.number("threads_batch", threadsBatch, 1024),
                reader.number("parallel", parallel, 64),
                reader.number("gpu_layers", gpuLayers, 10_000),
                reader.flag("flash_attn", flashAttention),
                reader.flag("embeddings", embeddings),
                reader.oneOf("pooling", pooling, POOLINGS),
                reader.text("chat_template", chatTemplate));
        if (!options.chatTemplate().isEmpty()) {
            reader.oneOf("chat_template", "", TEMPLATES);
        }
        if (options.contextSize() > 0 && options.contextSize() < 64) {
            throw reader.problem("ctx_size", "must be 0, or from 64 to " + MOST_CONTEXT);
        }
        if ((long) options.contextSize() * options.parallel() > MOST_TOKENS) {
            throw reader.problem("ctx_size", "times parallel must be at most " + MOST_TOKENS);
        }
        return options;
    }

    private static void engine(Reader reader) {
        String engine = reader.text("engine", "auto");
        if (LATER_ENGINES.contains(engine)) {
            throw reader.problem("engine", "'" + engine + "' is not available in this version; use auto or worker");
        }
        reader.oneOf("engine", "auto", Set.of("auto", "worker"));
    }

    private static OptionDeclaration declare(
            String name, String type, boolean requestable, String otherwise, String meaning) {
        return new OptionDeclaration(name, type, requestable, otherwise, meaning);
    }

    private record Reader(Map<String, Object> given, String prefix) {
        void refuseUnknown() {
            for (String name : given.keySet()) {
                if (DECLARATIONS.stream().noneMatch(declared -> declared.name().equals(name))) {
                    List<String> names = DECLARATIONS.stream()
                            .map(OptionDeclaration::name)
                            .sorted()
                            .toList();
                    throw new InferenceException(Problem.ofField(
                            ErrorCode.UNKNOWN_FIELD,
                            prefix + name,
                            "llamacpp has no option '" + name + "'; it has " + names));
                }
            }
        }

        int number(String name, int otherwise, int most) {
            Object value = given.get(name);
            if (value == null) {
                return otherwise;
            }
            if (value instanceof Number number
                    && number.doubleValue() == number.longValue()
                    && number.longValue() >= 0
                    && number.longValue() <= most) {
                return number.intValue();
            }
            throw problem(name, "must be a whole number from 0 to " + most);
        }

        boolean flag(String name, boolean otherwise) {
            Object value = given.getOrDefault(name, otherwise);
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw problem(name, "must be true or false");
        }

        String text(String name, String otherwise) {
            Object value = given.getOrDefault(name, otherwise);
            if (value instanceof String text) {
                return text;
            }
            throw problem(name, "must be a text");
        }

        String oneOf(String name, String otherwise, Set<String> values) {
            String value = text(name, otherwise);
            if (!value.equals(otherwise) && !values.contains(value)) {
                throw problem(name, "must be one of " + values.stream().sorted().toList());
            }
            return value;
        }

        InferenceException problem(String name, String what) {
            return new InferenceException(Problem.ofField(ErrorCode.INVALID_VALUE, prefix + name, name + " " + what));
        }
    }

    /** All of it by name, for the key that makes equal wishes share an instance. */
    Map<String, Object> behaviour() {
        Map<String, Object> behaviour = new TreeMap<>();
        behaviour.put("ctx_size", contextSize);
        behaviour.put("threads", threads);
        behaviour.put("threads_batch", threadsBatch);
        behaviour.put("parallel", parallel);
        behaviour.put("gpu_layers", gpuLayers);
        behaviour.put("flash_attn", flashAttention);
        behaviour.put("embeddings", embeddings);
        behaviour.put("pooling", pooling);
        behaviour.put("chat_template", chatTemplate);
        return behaviour;
    }

    /** The same with every 0 replaced by what it stands for. */
    LlamaCppOptions resolved(ModelFile model, int processors) {
        int computing = threads > 0 ? threads : Math.max(1, processors - 1);
        return new LlamaCppOptions(
                contextSize > 0
                        ? contextSize
                        : (int) Math.min(4096, model.contextLength().orElse(4096L)),
                computing,
                threadsBatch > 0 ? threadsBatch : computing,
                parallel > 0 ? parallel : model.parallelBySize(),
                gpuLayers,
                flashAttention,
                embeddings,
                pooling,
                chatTemplate);
    }
}
