// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import java.util.List;

/** One loaded model. Thread-safe. */
public interface Engine extends AutoCloseable {
    /** What is known about the model; constant. */
    EngineFacts facts();

    /** Splits a text into tokens, without a token for its begin; control tokens in the text are recognised. */
    int[] encode(String text);

    /**
     * Applies the model's chat template and opens the assistant's turn.
     *
     * @param turns at least one, with contents of plain ASCII: others come back damaged
     */
    String applyTemplate(List<Turn> turns);

    /**
     * Starts a generation; the caller holds one of {@link EngineFacts#parallel()} places until {@code over} is run. Blocks
     * while another model in this JVM computes.
     */
    Generation generate(GenerationRequest request, Runnable over) throws InterruptedException;

    /** The embedding of a text of at most {@link EngineFacts#embeddingLimit()} tokens; blocks. */
    float[] embed(String text) throws InterruptedException;

    /**
     * Takes no more work and gives up what runs; returns at once. Threads end with the token they wait for. The native
     * library keeps the model's memory.
     */
    @Override
    default void close() {}
}
