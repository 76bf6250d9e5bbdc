// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Engine;
import io.paddock.api.EngineKind;
import io.paddock.backend.llamacpp.engine.EngineFiles;
import io.paddock.backend.llamacpp.engine.NativeSet;
import io.paddock.backend.llamacpp.servers.AddedServer;
import io.paddock.backend.llamacpp.servers.Choices;
import io.paddock.backend.llamacpp.servers.ServerNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every engine that there is. Asks programs that were not asked yet, and blocks for as long. Thread-safe. */
final class EngineList {
    private static final Duration PATIENCE = Duration.ofSeconds(16);
    private static final String VERSION = "4.2.0";

    private final LlamaCppOptions options;
    private final ServerSearch search;
    private final ServerScout scout;
    private final EngineFiles files;

    /** @param options those of the configuration */
    EngineList(LlamaCppOptions options, ServerSearch search, ServerScout scout, EngineFiles files) {
        this.options = options;
        this.search = search;
        this.scout = scout;
        this.files = files;
    }

    /** What is told of an engine beside itself. */
    private record Use(boolean byDefault, List<String> models, List<String> instances) {}

    /**
     * All of them, sorted by kind and name.
     *
     * @param standard name of the engine that serves what nothing was chosen for
     * @param users ids of instances by name of their engine
     */
    List<Engine> engines(String standard, Choices choices, Map<String, List<String>> users) {
        List<Engine> all = new ArrayList<>();
        for (NativeSet set : files.natives()) {
            String name = ServerNames.FRAGMENT + set.name();
            all.add(fragment(name, set, use(name, standard, choices, users)));
        }
        for (ServerSearch.Sighting sighting : search.all(options.binaryPath())) {
            all.add(server(sighting, use(sighting.name(), standard, choices, users)));
        }
        all.sort(Comparator.comparing(Engine::kind).thenComparing(Engine::name));
        return all;
    }

    /** One by name, without what uses it. */
    Optional<Engine> find(String name) {
        return engines("", Choices.NONE, Map.of()).stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst();
    }

    private static Use use(String name, String standard, Choices choices, Map<String, List<String>> users) {
        return new Use(name.equals(standard), choices.modelsOf(name), users.getOrDefault(name, List.of()));
    }

    private Engine fragment(String name, NativeSet set, Use use) {
        return new Engine(
                name,
                EngineKind.FRAGMENT,
                VERSION,
                set.llamaCpp(),
                set.devices(),
                SupportedModels.all(),
                set.origin(),
                null,
                null,
                false,
                use.byDefault(),
                use.models(),
                use.instances(),
                set.here() ? problem(set) : "it is for another platform (" + set.name() + ")");
    }

    /** Only those that are in use are unpacked to find out. */
    private String problem(NativeSet set) {
        return set.name().equals(files.selected()) ? files.engine(set.name()).problem() : null;
    }

    private Engine server(ServerSearch.Sighting sighting, Use use) {
        List<String> launcher = new EngineWish(null, options, Set.of()).launcherArgs(sighting);
        ServerScout.Found found = scout.ask(sighting, launcher, PATIENCE);
        ServerBuild build = found.build();
        AddedServer added = sighting.server();
        Path program = sighting.program();
        return new Engine(
                sighting.name(),
                EngineKind.LLAMA_SERVER,
                build == null ? null : build.version(),
                build == null ? null : build.llamaCpp(),
                build == null ? List.of() : build.devices(),
                List.of(), // no build tells
                added == null ? sighting.from() : added.origin(),
                program == null ? null : program.toString(),
                added == null ? null : added.sha256(),
                added != null,
                use.byDefault(),
                use.models(),
                use.instances(),
                found.problem());
    }
}
