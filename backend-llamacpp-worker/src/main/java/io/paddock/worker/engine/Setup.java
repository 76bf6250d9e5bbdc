// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.PoolingType;
import io.paddock.gguf.GgufFile;
import io.paddock.worker.WorkerOptions;
import java.util.Set;

/**
 * How the library is told to load a model.
 *
 * @param options what was wished
 * @param file what the model's file says
 * @param facts what follows from both
 */
record Setup(WorkerOptions options, GgufFile file, EngineFacts facts) {
    private static final Set<String> EMBEDDERS = Set.of("bert", "nomic-bert", "jina-bert-v2");

    /** Whether it can embed and nothing else. */
    static boolean madeToEmbed(GgufFile file) {
        return EMBEDDERS.contains(file.architecture());
    }

    /** Whether embeddings need a context of their own, because the first one has several slots. */
    boolean embedsApart() {
        return embeds() && facts.generates() && options.parallel() > 1;
    }

    private boolean embeds() {
        return facts.embeddingLimit() > 0;
    }

    /** For the context that is there from the start: it writes text, unless the model can only embed. */
    ModelParameters first() {
        int slots = facts.generates() ? options.parallel() : 1;
        return embeds() && !embedsApart() ? embedding(basic(slots)) : basic(slots);
    }

    /** For a context with one slot beside the first one. */
    ModelParameters forEmbedding() {
        return embedding(basic(1));
    }

    private ModelParameters basic(int slots) {
        ModelParameters parameters = new ModelParameters()
                .setModel(options.model().toString())
                .setCtxSize(Math.multiplyExact(facts.context(), slots))
                .setParallel(slots)
                .setThreads(options.threads())
                .setThreadsBatch(options.threadsBatch())
                .disableContextShift()
                .skipWarmup();
        if (options.gpuLayers() > 0) {
            parameters.setGpuLayers(options.gpuLayers());
        }
        if (options.flashAttention()) {
            parameters.enableFlashAttn();
        }
        if (options.chatTemplate() != null) {
            parameters.setChatTemplate(options.chatTemplate());
        }
        return parameters;
    }

    private ModelParameters embedding(ModelParameters parameters) {
        parameters.enableEmbedding();
        if (madeToEmbed(file)) {
            // The whole text at once: such models look both ways, and the library ends the process otherwise.
            parameters.setBatchSize(facts.embeddingLimit()).setUbatchSize(facts.embeddingLimit());
        }
        PoolingType pooling = pooling();
        return pooling == null ? parameters : parameters.setPoolingType(pooling);
    }

    // MEAN ends the process on models that look one way only.
    private PoolingType pooling() {
        boolean embedder = madeToEmbed(file);
        return switch (options.pooling()) {
            case "cls" -> PoolingType.CLS;
            case "last" -> PoolingType.LAST;
            case "mean" -> embedder ? PoolingType.MEAN : PoolingType.LAST;
            default -> embedder ? null : PoolingType.LAST;
        };
    }
}
