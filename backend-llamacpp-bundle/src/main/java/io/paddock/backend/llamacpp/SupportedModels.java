// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.gguf.GgufFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which model architectures the worker's engine (llama.cpp b4916) can load, and what they are made for. */
final class SupportedModels {
    private static final Set<String> EMBEDDERS = Set.of("bert", "nomic-bert", "jina-bert-v2");
    private static final Set<String> RECURRENT = Set.of("mamba", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7");
    private static final Set<String> ATTENTION = Set.of(
            "llama",
            "deci",
            "falcon",
            "grok",
            "gpt2",
            "gptneox",
            "mpt",
            "baichuan",
            "starcoder",
            "refact",
            "bloom",
            "stablelm",
            "qwen",
            "qwen2",
            "qwen2moe",
            "qwen2vl",
            "phi2",
            "phi3",
            "phimoe",
            "plamo",
            "codeshell",
            "orion",
            "internlm2",
            "minicpm",
            "minicpm3",
            "gemma",
            "gemma2",
            "gemma3",
            "starcoder2",
            "xverse",
            "command-r",
            "cohere2",
            "dbrx",
            "olmo",
            "olmo2",
            "olmoe",
            "openelm",
            "arctic",
            "deepseek",
            "deepseek2",
            "chatglm",
            "bitnet",
            "jais",
            "nemotron",
            "exaone",
            "granite",
            "granitemoe",
            "chameleon");

    private SupportedModels() {}

    /** All that the worker's engine can load, sorted. */
    static List<String> all() {
        return Stream.of(EMBEDDERS, RECURRENT, ATTENTION)
                .flatMap(Set::stream)
                .sorted()
                .toList();
    }

    /** Why no engine can serve a file, as the end of a sentence; empty when one may. */
    static Optional<String> noModel(GgufFile file) {
        if (file.architecture().isEmpty()) {
            return Optional.of("it does not say which architecture it has");
        }
        return file.architecture().equals("clip")
                ? Optional.of("it is the image part of another model, and cannot be served by itself")
                : Optional.empty();
    }

    /** Why the worker cannot serve a file, as the end of a sentence; empty when it can. */
    static Optional<String> problem(GgufFile file) {
        String architecture = file.architecture();
        if (EMBEDDERS.contains(architecture) || RECURRENT.contains(architecture) || ATTENTION.contains(architecture)) {
            return Optional.empty();
        }
        if (architecture.equals("t5") || architecture.equals("t5encoder")) {
            return Optional.of(
                    "its architecture '" + architecture + "' has an encoder, which this engine cannot serve");
        }
        return Optional.of("its architecture '" + architecture + "' is not known to this engine (llama.cpp b4916 of"
                + " March 2025); install a newer llama-server, or take a model of an older architecture such as llama, qwen2"
                + " or gemma3");
    }

    /** Whether it makes embeddings and no text. */
    static boolean isEmbedder(String architecture) {
        return EMBEDDERS.contains(architecture);
    }

    /** Whether it can make embeddings. */
    static boolean embeds(String architecture) {
        return !RECURRENT.contains(architecture);
    }
}
