// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.ModelListing;
import io.paddock.api.Problem;
import io.paddock.api.SurfaceKind;
import io.paddock.spi.InstanceSpec;
import io.paddock.spi.StartupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Decides how a llama-server comes up on another machine, where the configuration offers one. Starts nothing. */
final class RemotePlans {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final String MODEL = "model";

    private final Settings settings;
    private final RemoteServers servers;

    RemotePlans(Settings settings, RemoteServers servers) {
        this.settings = settings;
        this.servers = servers;
    }

    /** Whether instances go there unless a request says otherwise. */
    boolean preferred() {
        return settings.place() != null && settings.place().preferred();
    }

    /** Whether that wish leads there. */
    boolean wants(InstanceSpec spec) {
        return settings.place() != null
                && (spec.executionSurface() == null ? preferred() : spec.executionSurface() == SurfaceKind.SSH_EXEC);
    }

    /** Begins to ask the program there, so that the first plan need not wait for it. */
    void prepare() {
        if (settings.place() != null) {
            ServerScout.Found unused =
                    servers.find(settings.place(), settings.options().launcherArgs(), Duration.ZERO);
        }
    }

    /** Why nothing can be served there now, or null. */
    String problem() {
        return found(settings.options()).problem();
    }

    private ServerScout.Found found(LlamaCppOptions options) {
        return servers.find(settings.place(), options.launcherArgs(), PATIENCE);
    }

    StartupPlan plan(InstanceSpec spec) {
        if (settings.problem() != null) {
            throw new InferenceException(ErrorCode.ENGINE_UNAVAILABLE, settings.problem());
        }
        LlamaCppOptions wished = StartupWish.kept(
                spec, settings.options().engine(), settings.options().with(spec.options()));
        checkOptions(wished);
        ModelFile model = model(spec.model() == null ? settings.defaultModel() : spec.model());
        ServerScout.Found found = found(wished);
        if (found.problem() != null) {
            throw new InferenceException(
                    found.asking()
                            ? Problem.retryable(ErrorCode.ENGINE_UNAVAILABLE, found.problem(), Duration.ofSeconds(1))
                            : Problem.of(ErrorCode.ENGINE_UNAVAILABLE, found.problem()));
        }
        LlamaCppOptions options = wished.resolved(model, 0);
        return ServerPlans.plan(found, options, model, settings.timings(options), settings.place());
    }

    /** What only makes sense on this machine. */
    private static void checkOptions(LlamaCppOptions options) {
        if (!options.engine().equals("auto") && !options.engine().equals("llama-server")) {
            throw refused(
                    "engine",
                    "must be llama-server for an instance on another machine (ssh_exec): the engine '"
                            + options.engine() + "' runs on this machine only");
        }
        if (options.port() != 0) {
            throw refused("port", "cannot be fixed for an instance on another machine (ssh_exec); leave it out");
        }
        if (!options.text("api_key_file").isEmpty()) {
            throw refused("api_key_file", "is a file of this machine; it does not go with ssh_exec");
        }
    }

    private static InferenceException refused(String option, String what) {
        return OptionTable.problem(LlamaCppOptions.FIELD, option, what);
    }

    private ModelFile model(String id) {
        ModelFile model = settings.place().models().get(id);
        if (model == null) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.MODEL_NOT_FOUND,
                    MODEL,
                    "there is no model '" + id + "' on ssh target '"
                            + settings.place().target() + "'; ssh_models names those that are there: "
                            + settings.place().models().keySet().stream()
                                    .sorted()
                                    .toList()));
        }
        return model;
    }

    /** The models there; what they can do is known once they run. */
    List<ModelListing> models() {
        ServerScout.Found found = found(settings.options());
        String target = settings.place().target();
        return settings.place().models().values().stream()
                .map(model -> new ModelListing(
                        model.id(),
                        LlamaCppBackend.ID,
                        null,
                        null,
                        found.works()
                                ? Manifests.server(
                                        ServerRole.of(settings.options(), model, found.build()),
                                        settings.options().chatTemplate().isEmpty())
                                : Map.of(),
                        Map.of("execution_surface", SurfaceKind.SSH_EXEC.wireName(), "target", target)))
                .toList();
    }
}
