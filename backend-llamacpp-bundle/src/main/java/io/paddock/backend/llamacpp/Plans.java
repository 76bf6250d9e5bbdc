// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.Protocol;
import io.paddock.spi.EndpointKey;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Decides how an instance comes up. Looks at files, starts nothing. */
final class Plans {
    private static final String MODEL = "model";

    private final Settings settings;
    private final ModelFolder models;
    private final WorkerFiles files;
    private final WorkerLaunch launch;
    private final int processors;

    Plans(Settings settings, ModelFolder models, WorkerFiles files, WorkerLaunch launch, int processors) {
        this.settings = settings;
        this.models = models;
        this.files = files;
        this.launch = launch;
        this.processors = processors;
    }

    StartupPlan plan(InstanceSpec spec) {
        if (settings.problem() != null) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, settings.problem());
        }
        LlamaCppOptions wished = settings.options().with(spec.options());
        ModelFile model = model(spec.model() == null ? settings.defaultModel() : spec.model());
        WorkerFiles.Place place = files.place();
        if (place.problem() != null) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, place.problem());
        }
        LlamaCppOptions options = wished.resolved(model, processors);
        WorkerDriver.Promise promise = promise(model, options);
        return new StartupPlan.Spawn(
                key(model, options, place),
                model.id(),
                launch.spec(model, options, place),
                settings.timings(),
                launched -> new WorkerDriver(launched, promise));
    }

    private ModelFile model(String id) {
        ModelFile model = models.find(id).orElseThrow(() -> unknown(id));
        if (model.problem() != null) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE, MODEL, "model '" + id + "' cannot be served: " + model.problem()));
        }
        return model;
    }

    private InferenceException unknown(String id) {
        String present = models.models().values().stream()
                .filter(model -> model.problem() == null)
                .map(ModelFile::id)
                .collect(Collectors.joining(", "));
        return new InferenceException(Problem.ofField(
                ErrorCode.MODEL_NOT_FOUND,
                MODEL,
                "there is no model '" + id + "'; put " + id + ".gguf into the models folder, or ask for one of: "
                        + (present.isEmpty() ? "(none yet)" : present)));
    }

    private static EndpointKey key(ModelFile model, LlamaCppOptions options, WorkerFiles.Place place) {
        Map<String, Object> behaviour = new TreeMap<>(options.behaviour());
        behaviour.put("engine", "worker");
        behaviour.put("engine_digest", place.engine().digest());
        behaviour.put("worker_digest", place.worker().digest());
        behaviour.put("model_path", model.path().toAbsolutePath());
        behaviour.put("model_size", model.sizeBytes());
        behaviour.put("model_modified_ms", model.modifiedMs());
        return EndpointKey.of(LlamaCppBackend.ID, behaviour);
    }

    private static WorkerDriver.Promise promise(ModelFile model, LlamaCppOptions options) {
        String architecture = model.header().architecture();
        boolean embedder = SupportedModels.isEmbedder(architecture);
        boolean embeds = options.embeddings() && SupportedModels.embeds(architecture);
        return new WorkerDriver.Promise(
                embedder ? Protocol.OPENAI_EMBEDDINGS : Protocol.OPENAI_CHAT_COMPLETIONS,
                Manifests.capabilities(!embedder, embeds),
                Map.of(
                        "engine",
                        Manifests.ENGINE,
                        "architecture",
                        architecture,
                        "context_length",
                        options.contextSize(),
                        "parallel",
                        options.parallel()));
    }
}
