// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.engine;

import de.kherud.llama.ComputeTurns;
import de.kherud.llama.LlamaModel;
import io.paddock.worker.Refusal;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Makes embeddings, one at a time because waiting native threads spin. It has one slot alone: the library ends its
 * process when a text has no more tokens than the number of the slot it is put into. Thread-safe.
 */
final class Embedder {
    private final Supplier<LlamaModel> source; // null: it shares another's model
    private final ReentrantLock lock = new ReentrantLock();
    private final ComputeTurns.Taker turns = ComputeTurns.ofTheLibrary().taker(() -> {});
    private LlamaModel model; // guarded by lock

    private Embedder(LlamaModel model, Supplier<LlamaModel> source) {
        this.model = model;
        this.source = source;
    }

    /** Uses a model that has one slot and is closed by somebody else. */
    static Embedder sharing(LlamaModel model) {
        return new Embedder(model, null);
    }

    /** @param source loads the model for the first text; the weights are mapped, so they are in memory once */
    static Embedder loading(Supplier<LlamaModel> source) {
        return new Embedder(null, source);
    }

    /** @throws Refusal when there is no room for it beside what writes text, or it is going away */
    float[] embed(String text) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (model == null) {
                model = load();
            }
            return inItsTurn(text);
        } finally {
            lock.unlock();
        }
    }

    private float[] inItsTurn(String text) throws InterruptedException {
        if (!turns.enter()) {
            throw Users.goingAway();
        }
        try {
            return model.embed(text);
        } finally {
            turns.leave();
        }
    }

    /** Who waits for it need not any more. */
    void refuse() {
        turns.close();
    }

    private LlamaModel load() {
        try {
            return source.get();
        } catch (RuntimeException e) {
            throw new Refusal(
                    503,
                    "engine_unavailable",
                    null,
                    "the engine finds no room to embed beside writing text; free memory or serve the model with"
                            + " parallel=1");
        }
    }

    /** Nobody is in {@link #embed}, and nobody will be. */
    void close() {
        lock.lock();
        try {
            turns.end();
            if (source != null && model != null) {
                model.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
