// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.backend.llamacpp.servers.Choices;
import io.paddock.backend.llamacpp.servers.ServerNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an instance wants of its engine. The option {@code engine} narrows; within that, what was chosen with {@code
 * paddock:engine-use} goes before the configuration's {@code binary_path}, and that of a request before both. Pure.
 *
 * @param model the model, or null for all that nothing was chosen for
 * @param options the configuration's, with those of the request over them
 * @param asked names of the options that the request gives
 */
record EngineWish(String model, LlamaCppOptions options, Set<String> asked) {
    private static final String BINARY_PATH = "binary_path";
    private static final String LAUNCHER_ARGS = "launcher_args";
    private static final Set<String> WITH_SERVER = Set.of("auto", "llama-server");
    private static final Set<String> WITH_FRAGMENT = Set.of("auto", "worker");

    EngineWish {
        asked = Set.copyOf(asked);
    }

    /** The engine that was chosen by name, if the options leave room for it. */
    Optional<String> named(Choices choices) {
        return asked.contains(BINARY_PATH)
                ? Optional.empty()
                : choices.of(model).filter(name -> fits(name, options.engine()));
    }

    /** Whether the option {@code engine} leaves room for that engine. */
    static boolean fits(String name, String engine) {
        return (name.startsWith(ServerNames.FRAGMENT) ? WITH_FRAGMENT : WITH_SERVER).contains(engine);
    }

    /** The words before its flags: those of the configuration belong to the program that the configuration names. */
    List<String> launcherArgs(ServerSearch.Sighting sighting) {
        return sighting.server() != null && !asked.contains(LAUNCHER_ARGS) ? List.of() : options.launcherArgs();
    }
}
