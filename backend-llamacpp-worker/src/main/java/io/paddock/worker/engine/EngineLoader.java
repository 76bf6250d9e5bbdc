// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import de.kherud.llama.LlamaModel;
import de.kherud.llama.ReusedModel;
import io.paddock.gguf.GgufException;
import io.paddock.gguf.GgufFile;
import io.paddock.gguf.GgufReader;
import io.paddock.worker.WorkerOptions;
import java.io.File;
import java.util.List;
import java.util.Set;

/** Loads a model and warms it up. */
public final class EngineLoader {
    private static final String CHATML_MARK = "<|im_start|>";
    private static final int DEFAULT_CONTEXT = 4096;
    private static final int PHYSICAL_BATCH = 512;
    private static final int LONGEST_EMBEDDING = 2048;
    private static final Set<String> RECURRENT = Set.of("mamba", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7");

    private final WorkerOptions options;
    private final Host host;

    public EngineLoader(WorkerOptions options, Host host) {
        this.options = options;
        this.host = host;
    }

    /**
     * Blocks until the model is loaded.
     *
     * @throws LoadFailed when it cannot be; says why
     */
    public Engine load() throws LoadFailed {
        GgufFile file;
        try {
            file = GgufReader.readWithTokens(options.model());
        } catch (GgufException e) {
            throw new LoadFailed("the model file cannot be used: " + e.getMessage());
        }
        EngineFacts facts = facts(file);
        NativeLibrary.load(host);
        Setup setup = new Setup(options, file, facts);
        LlamaModel model = model(file, setup);
        Embedder embedder = setup.embedsApart()
                ? Embedder.loading(() -> ReusedModel.of(setup.forEmbedding().disableLog()))
                : Embedder.sharing(model);
        Engine engine = new LlamaEngine(model, facts, embedder);
        tellOfTemplate(file, engine);
        return engine;
    }

    // The engine knows templates by their marks, and takes ChatML for those it does not know.
    private void tellOfTemplate(GgufFile file, Engine engine) {
        String own = file.text("tokenizer.chat_template").orElse("");
        if (options.chatTemplate() == null && engine.facts().generates() && !own.contains(CHATML_MARK)) {
            String rendered = engine.applyTemplate(List.of(new Turn("user", "x")));
            if (rendered.contains(CHATML_MARK)) {
                host.notes()
                        .accept("this model has no chat template that the engine knows, so ChatML is used;"
                                + " the option chat_template names another");
            }
        }
    }

    private LlamaModel model(GgufFile file, Setup setup) throws LoadFailed {
        try {
            return ReusedModel.of(setup.first().disableLog());
        } catch (RuntimeException e) {
            String said = "the engine could not load the model (architecture '" + file.architecture() + "')";
            if (!host.own()) { // its log, once on, would hold the texts of other models' requests
                throw new LoadFailed(said + "; with engine=worker its log says why");
            }
            explain(setup);
            throw new LoadFailed(said + "; its own lines in the log say why");
        }
    }

    // The library says why only in its log, which else stays off because it holds texts of requests. Naming a file
    // for it is the one way to turn it on again.
    private static void explain(Setup setup) {
        String nowhere = File.separatorChar == '\\' ? "NUL" : "/dev/null";
        try {
            new LlamaModel(setup.first().setLogFile(nowhere)).close();
        } catch (RuntimeException e) {
            // as expected; its log now has the reason
        }
    }

    private EngineFacts facts(GgufFile file) {
        int made = (int) Math.min(file.contextLength().orElse((long) DEFAULT_CONTEXT), Integer.MAX_VALUE);
        int context = options.contextSize() > 0 ? options.contextSize() : Math.min(made, DEFAULT_CONTEXT);
        boolean embedder = Setup.madeToEmbed(file);
        boolean embeds = options.embeddings() && !RECURRENT.contains(file.architecture());
        int limit = embedder ? Math.min(Math.min(context, made), LONGEST_EMBEDDING) : Math.min(context, PHYSICAL_BATCH);
        return new EngineFacts(context, options.parallel(), !embedder, embeds ? limit : 0, Vocabulary.of(file));
    }
}
