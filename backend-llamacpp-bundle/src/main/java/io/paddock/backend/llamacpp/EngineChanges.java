// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.llamacpp;

import io.paddock.api.Engine;
import io.paddock.api.EngineSource;
import io.paddock.api.Engines;
import io.paddock.api.ErrorCode;
import io.paddock.api.InferenceException;
import io.paddock.api.Problem;
import io.paddock.backend.llamacpp.servers.AddedServer;
import io.paddock.backend.llamacpp.servers.AddedServers;
import io.paddock.backend.llamacpp.servers.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Adds engines, removes them, and chooses between them. Blocks. Thread-safe. */
final class EngineChanges {
    private static final Duration QUESTION = Duration.ofSeconds(16);

    private final LlamaCppOptions options;
    private final EngineList list;
    private final AddedServers added;
    private final ServerScout scout;

    /** @param options those of the configuration */
    EngineChanges(LlamaCppOptions options, EngineList list, AddedServers added, ServerScout scout) {
        this.options = options;
        this.list = list;
        this.added = added;
        this.scout = scout;
    }

    /** Removes what an earlier run left half done. */
    void clean() {
        added.clean();
    }

    /**
     * Adds one.
     *
     * @param givenUp whether nobody waits any more
     */
    Engine add(EngineSource source, BooleanSupplier givenUp) {
        AddedServer server =
                added.add(source, this::version, Patience.of(added.limits().whole(), givenUp));
        return found(server.name());
    }

    private String version(Path program) {
        ServerScout.Found found = scout.ask(ServerSearch.candidate(program), List.of(), QUESTION);
        if (!found.works()) {
            throw new InferenceException(Problem.ofField(ErrorCode.ENGINE_REFUSED, "place", found.problem()));
        }
        return found.build().version();
    }

    /** Removes one that nobody uses; {@code users} has ids of instances by engine. */
    void remove(String name, Map<String, List<String>> users) {
        List<String> instances = users.getOrDefault(name, List.of());
        boolean was = added.find(name).isPresent();
        if (was && !instances.isEmpty()) {
            throw new InferenceException(
                    ErrorCode.ENGINE_IN_USE,
                    "instances run on the engine '" + name + "': " + String.join(", ", instances)
                            + "; stop them first, or wait until they are idle");
        }
        if (!was && list.find(name).isPresent()) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "name",
                    "the engine '" + name + "' was found, not added; only what was added can be removed"));
        }
        added.remove(name);
    }

    /** Chooses one, or none with {@code auto}. */
    void use(String name, String model) {
        if (name.equals(Engines.AUTO)) {
            added.choose(null, model);
            return;
        }
        Engine engine = found(name);
        if (!engine.works()) {
            throw new InferenceException(
                    ErrorCode.ENGINE_UNAVAILABLE, "the engine '" + name + "' does not work: " + engine.problem());
        }
        if (!EngineWish.fits(name, options.engine())) {
            throw new InferenceException(Problem.ofField(
                    ErrorCode.INVALID_VALUE,
                    "name",
                    "the configuration " + Config.PID + " says engine=" + options.engine()
                            + ", which leaves no room for" + " the engine '" + name
                            + "'; set engine=auto there first"));
        }
        added.choose(name, model);
    }

    private Engine found(String name) {
        return list.find(name)
                .orElseThrow(() -> new InferenceException(
                        ErrorCode.ENGINE_NOT_FOUND, "there is no engine '" + name + "'; list the engines"));
    }
}
