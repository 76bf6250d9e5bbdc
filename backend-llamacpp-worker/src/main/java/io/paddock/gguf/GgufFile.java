// SPDX-License-Identifier: Apache-2.0
package io.paddock.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the header of a model file says.
 *
 * @param version version of the file format
 * @param sizeBytes size of the file
 * @param values single values by key: {@code Long}, {@code Double}, {@code Boolean} or {@code String}
 * @param tokens texts of the vocabulary in order of their ids; empty when they were not asked for
 * @param tokenTypes type of each token (1 normal, 2 unknown, 3 control, 4 user defined, 5 unused, 6 byte)
 */
public record GgufFile(
        int version, long sizeBytes, Map<String, Object> values, List<String> tokens, List<Integer> tokenTypes) {
    public GgufFile {
        values = Map.copyOf(values);
        tokens = List.copyOf(tokens);
        tokenTypes = List.copyOf(tokenTypes);
    }

    /** For example {@code llama}; empty when the file does not say. */
    public String architecture() {
        return text("general.architecture").orElse("");
    }

    /** Longest context in tokens that the model was made for. */
    public Optional<Long> contextLength() {
        return number(architecture() + ".context_length");
    }

    /** Length of an embedding vector. */
    public Optional<Long> embeddingLength() {
        return number(architecture() + ".embedding_length");
    }

    /** Whether the model carries a chat template of its own. */
    public boolean hasChatTemplate() {
        return text("tokenizer.chat_template").isPresent();
    }

    /** A text by its key. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** A whole number by its key. */
    public Optional<Long> number(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(Long.class::isInstance)
                .map(Long.class::cast);
    }

    /** A yes or no by its key. */
    public Optional<Boolean> flag(String key) {
        return Optional.ofNullable(values.get(key))
                .filter(Boolean.class::isInstance)
                .map(Boolean.class::cast);
    }
}
