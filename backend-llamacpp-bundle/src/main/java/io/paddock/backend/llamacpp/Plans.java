// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.ModelFacts;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Decides how an instance comes up: checks the wish, then leaves it to the engine that was chosen. Starts nothing. */
final class Plans {
    private static final String MODEL = "model";
    private static final int EVERY_LAYER = 9999;

    private final Settings settings;
    private final ModelFolder models;
    private final Engines engines;
    private final WorkerPlans workers;
    private final int processors;

    Plans(Settings settings, ModelFolder models, Engines engines, WorkerPlans workers, int processors) {
        this.settings = settings;
        this.models = models;
        this.engines = engines;
        this.workers = workers;
        this.processors = processors;
    }

    /**
     * A plan.
     *
     * @param engine the name of the engine that it takes
     */
    record Planned(StartupPlan plan, String engine) {}

    /** A wish with what it comes to: its model, its options and the engine for both. */
    private record Wish(ModelFile model, LlamaCppOptions options, Engines.Choice choice) {}

    Planned plan(InstanceSpec spec) {
        Wish wish = understood(spec);
        LlamaCppOptions options = wish.options().resolved(wish.model(), processors);
        return new Planned(
                plan(wish.choice(), options, wish.model()), wish.choice().name());
    }

    /** What the model of that wish can do, as far as it is known before it runs. */
    ModelFacts.Known known(InstanceSpec spec) {
        Wish wish = understood(spec);
        return Abilities.of(wish.choice(), wish.options(), wish.model());
    }

    private Wish understood(InstanceSpec spec) {
        if (settings.problem() != null) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, settings.problem());
        }
        LlamaCppOptions wished = StartupWish.kept(
                spec, settings.options().engine(), settings.options().with(spec.options()));
        checkSurface(spec.executionSurface());
        ModelFile model = model(spec.model() == null ? settings.defaultModel() : spec.model());
        Engines.Choice choice =
                engines.choose(new EngineWish(model.id(), wished, spec.options().keySet()));
        if (choice.problem() != null) {
            throw new InferenceException(
                    choice.soon()
                            ? Problem.retryable(ErrorCode.ENGINE_UNAVAILABLE, choice.problem(), Duration.ofSeconds(1))
                            : Problem.of(ErrorCode.ENGINE_UNAVAILABLE, choice.problem()));
        }
        return new Wish(model, wished, choice);
    }

    private StartupPlan plan(Engines.Choice choice, LlamaCppOptions options, ModelFile model) {
        if (choice.isServer()) {
            return ServerPlans.plan(choice.server(), options, model, settings.timings(options));
        }
        SupportedModels.problem(model.header()).ifPresent(problem -> {
            throw cannot(model.id(), problem);
        });
        LlamaCppOptions fitting = choice.worker().gpu() ? onGpu(options) : options;
        WorkerLimits.check(fitting, LlamaCppOptions.FIELD);
        return fitting.engine().equals(Engines.IN_PROCESS)
                ? workers.embedded(choice, fitting, model, settings.timings(fitting))
                : workers.plan(choice, fitting, model, settings.timings(fitting));
    }

    /** Natives with a GPU put all layers there unless a number says otherwise. */
    private static LlamaCppOptions onGpu(LlamaCppOptions options) {
        boolean number = options.gpuLayers().matches("[0-9]+");
        return number ? options : options.with(Map.of("gpu_layers", EVERY_LAYER));
    }

    private static void checkSurface(SurfaceKind wanted) {
        if (wanted != null && wanted != SurfaceKind.LOCAL_SUBPROCESS) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.UNSUPPORTED_EXECUTION_SURFACE,
                    "request.target_preference.execution_surface",
                    "llamacpp places its processes on this machine (local_subprocess), and over ssh where its"
                            + " configuration names an ssh_target; not on " + wanted.wireName()));
        }
    }

    private ModelFile model(String id) {
        ModelFile model = models.find(id).orElseThrow(() -> unknown(id));
        if (model.problem() != null) {
            throw cannot(id, model.problem());
        }
        return model;
    }

    private static InferenceException cannot(String id, String problem) {
        return new InferenceException(
                Problem.ofField(ErrorCode.INVALID_VALUE, MODEL, "model '" + id + "' cannot be served: " + problem));
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
}
