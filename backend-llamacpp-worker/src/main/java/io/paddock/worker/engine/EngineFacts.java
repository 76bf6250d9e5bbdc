// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import static java.util.Objects.requireNonNull;

/**
 * What is known about a loaded model.
 *
 * @param context tokens that one request may use, prompt and answer together
 * @param parallel generations that run at once
 * @param generates whether it can write text; models made for embeddings cannot
 * @param embeddingLimit longest text to embed, in tokens; 0 when it does not embed
 * @param vocabulary its tokens
 */
public record EngineFacts(int context, int parallel, boolean generates, int embeddingLimit, Vocabulary vocabulary) {
    public EngineFacts {
        requireNonNull(vocabulary, "vocabulary is null");
    }
}
