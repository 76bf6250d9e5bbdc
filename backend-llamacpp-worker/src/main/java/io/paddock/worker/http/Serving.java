// SPDX-License-Identifier: Apache-2.0
package io.paddock.worker.http;

import static java.util.Objects.requireNonNull;

import io.paddock.worker.Refusal;
import io.paddock.worker.WorkerOptions;
import io.paddock.worker.engine.Engine;
import io.paddock.worker.prompt.Prompts;

/** Where the model stands: loading, ready or failed. Thread-safe. */
public final class Serving {
    private final WorkerOptions options;
    private final Admission admission;
    private volatile Ready ready;
    private volatile String failure;

    public Serving(WorkerOptions options) {
        this.options = options;
        this.admission = new Admission(options.parallel(), options.queue());
    }

    /** A loaded model and what makes prompts for it. */
    record Ready(Engine engine, Prompts prompts) {}

    /** The model can serve from now on. */
    public void ready(Engine engine) {
        ready = new Ready(engine, new Prompts(engine));
    }

    /** The model never will. */
    public void failed(String why) {
        failure = requireNonNull(why, "why is null");
    }

    /** Why the model never will, or null. */
    public String failure() {
        return failure;
    }

    /** Whether the model can serve. */
    public boolean isReady() {
        return ready != null;
    }

    /**
     * The loaded model.
     *
     * @throws Refusal when it is not loaded
     */
    Ready require() {
        Ready now = ready;
        if (now != null) {
            return now;
        }
        throw failure == null
                ? new Refusal(503, "model_loading", null, "the model is being loaded; try again shortly")
                : new Refusal(503, "model_failed", null, failure);
    }

    Admission admission() {
        return admission;
    }

    /** Whether no request computes or waits. */
    public boolean isIdle() {
        return admission.isIdle(options.parallel(), options.queue());
    }

    WorkerOptions options() {
        return options;
    }
}
