// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Protocol;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.util.Map;
import java.util.TreeMap;

/** How a worker comes up. Pure. */
final class WorkerPlans {
    private final WorkerLaunch launch;

    WorkerPlans(WorkerLaunch launch) {
        this.launch = launch;
    }

    /** The plan for resolved options that the worker can serve. */
    StartupPlan plan(Engines.Choice choice, LlamaCppOptions options, ModelFile model, Timings timings) {
        WorkerDriver.Promise promise = promise(model, options, choice.note());
        return new StartupPlan.Spawn(
                key(model, options, choice.worker()),
                options.aliasOr(model.id()),
                launch.spec(model, options, choice.worker()),
                timings,
                launched -> new WorkerDriver(launched, promise));
    }

    private static EndpointKey key(ModelFile model, LlamaCppOptions options, WorkerFiles.Place place) {
        Map<String, Object> behaviour = new TreeMap<>(options.behaviour(false));
        behaviour.put("engine", "worker");
        behaviour.put("engine_digest", place.engine().digest());
        behaviour.put("worker_digest", place.worker().digest());
        behaviour.putAll(model.identity());
        return EndpointKey.of(LlamaCppBackend.ID, behaviour);
    }

    private static WorkerDriver.Promise promise(ModelFile model, LlamaCppOptions options, String note) {
        String architecture = model.header().architecture();
        boolean embedder = SupportedModels.isEmbedder(architecture);
        boolean embeds = !options.embeddings().equals("false") && SupportedModels.embeds(architecture);
        Map<String, Object> metadata = new TreeMap<>(Map.of(
                "engine",
                Manifests.ENGINE,
                "architecture",
                architecture,
                "context_length",
                options.contextSize(),
                "parallel",
                options.parallel()));
        if (!note.isEmpty()) {
            metadata.put("why_this_engine", note);
        }
        return new WorkerDriver.Promise(
                embedder ? Protocol.OPENAI_EMBEDDINGS : Protocol.OPENAI_CHAT_COMPLETIONS,
                Manifests.worker(!embedder, embeds),
                metadata);
    }
}
