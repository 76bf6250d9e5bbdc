// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Protocol;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.StartupPlan;
import io.paddock.spi.Timings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a worker comes up. Pure. */
final class WorkerPlans {
    private final WorkerLaunch launch;

    WorkerPlans(WorkerLaunch launch) {
        this.launch = launch;
    }

    /**
     * The plan for resolved options that the worker can serve. It has nothing to save, and a JVM that is asked to end
     * waits 0.3 s for threads in native code: an engine always has one.
     */
    StartupPlan plan(Engines.Choice choice, LlamaCppOptions options, ModelFile model, Timings timings) {
        WorkerDriver.Promise promise = promise(choice, options, model, choice.note());
        return new StartupPlan.Spawn(
                key(model, options, choice.worker(), "worker"),
                options.aliasOr(model.id()),
                launch.spec(model, options, choice.worker()),
                options.number("stop_timeout_ms") == 0 ? timings.withStopGrace(Duration.ZERO) : timings,
                launched -> new WorkerDriver(launched, promise));
    }

    /** The same engine inside this JVM. Not stopped when idle: a closed model's memory does not come back. */
    StartupPlan embedded(Engines.Choice choice, LlamaCppOptions options, ModelFile model, Timings timings) {
        Map<String, Object> metadata =
                new TreeMap<>(promise(choice, options, model, "").metadata());
        metadata.put("runs_in", "the runtime's own process");
        metadata.put("limits", Manifests.IN_PROCESS_LIMITS);
        WorkerDriver.Promise plain = promise(choice, options, model, "");
        WorkerDriver.Promise promise = new WorkerDriver.Promise(plain.protocol(), plain.capabilities(), metadata);
        List<String> words = WorkerLaunch.arguments(model, options);
        Path natives = choice.worker().natives();
        return new StartupPlan.Embed(
                key(model, options, choice.worker(), Engines.IN_PROCESS),
                options.aliasOr(model.id()),
                timings.withIdleAfter(null),
                launched -> InProcessDriver.open(launched.instanceId(), words, natives, promise));
    }

    private static EndpointKey key(ModelFile model, LlamaCppOptions options, WorkerFiles.Place place, String engine) {
        Map<String, Object> behaviour = new TreeMap<>(options.behaviour(false));
        behaviour.put("engine", engine);
        behaviour.put("engine_digest", place.engine().digest());
        behaviour.put("worker_digest", place.worker().digest());
        behaviour.putAll(model.identity());
        return EndpointKey.of(LlamaCppBackend.ID, behaviour);
    }

    private static WorkerDriver.Promise promise(
            Engines.Choice choice, LlamaCppOptions options, ModelFile model, String note) {
        String architecture = model.header().architecture();
        boolean embedder = SupportedModels.isEmbedder(architecture);
        boolean embeds = !options.embeddings().equals("false") && SupportedModels.embeds(architecture);
        Map<String, Object> metadata = new TreeMap<>(Map.of(
                "engine",
                Manifests.ENGINE,
                EngineUsers.NAME,
                choice.name(),
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
