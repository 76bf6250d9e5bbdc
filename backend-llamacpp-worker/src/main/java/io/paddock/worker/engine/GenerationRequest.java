// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What to generate from and how.
 *
 * @param prompt what the model reads
 * @param maxTokens longest answer in tokens, from 1
 * @param sampling settings by llama.cpp's names: numbers, and lists for {@code logit_bias}
 * @param grammar a checked GBNF grammar, or null
 */
public record GenerationRequest(Prompt prompt, int maxTokens, Map<String, Object> sampling, String grammar) {
    public GenerationRequest {
        requireNonNull(prompt, "prompt is null");
        sampling = Map.copyOf(sampling);
    }
}
